import type { ClientView, ClockFigures, OrderClockBoard, RiskyOrder } from '@orderline/domain/contract'
import type { CallingHours } from '@orderline/domain/dialing'
import {
  clockFigures,
  deliveryFigures,
  isPromiseStaffed,
  judgeOrder,
  needsAlarm,
  type ClockFacts,
  type ClockVerdict,
} from '@orderline/domain/order-clock'
import type { Clock } from '@orderline/runtime/clock'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { ClockOrder, OrderClockRepository } from './order-clock-repository.ts'

export type OrderClockServiceDeps = {
  orders: OrderClockRepository
  config: Pick<ConfigCache, 'client' | 'clients'>
  /** When the centre calls; a shop's orders are staffed by its own wall clock. */
  hours: CallingHours
  now: Clock
}
export type OrderClockService = ReturnType<typeof createOrderClockService>

/** Epoch milliseconds; `clientId` narrows to one shop. */
export type BoardSpan = { from: number; until: number; clientId?: string | undefined }
export type JudgedOrder = ClockOrder & ClockFacts & { client: ClientView; verdict: ClockVerdict }

const mostAtRisk = 200

/** How the orders of a day stand against the promise of 15 minutes. */
export function createOrderClockService({ orders, config, hours, now }: OrderClockServiceDeps) {
  function judge(order: ClockOrder): JudgedOrder[] {
    const client = config.client(order.clientId)
    if (!client) return []
    const facts = { ...order, isStaffed: isPromiseStaffed(order.receivedAt, { timeZone: client.timeZone, hours }) }
    return [{ ...facts, client, verdict: judgeOrder(facts, now()) }]
  }

  function clientIdsOf(clientId: string | undefined): string[] {
    return clientId === undefined ? config.clients().map(({ id }) => id) : [clientId]
  }

  async function findJudged({ from, until, clientId }: BoardSpan): Promise<JudgedOrder[]> {
    return (await orders.findReceived({ from, until, clientIds: clientIdsOf(clientId) })).flatMap(judge)
  }

  return {
    /** The same figures as on the board, without the orders. */
    async figures(span: BoardSpan): Promise<ClockFigures> {
      return clockFigures((await findJudged(span)).map(({ verdict }) => verdict))
    },

    async board(span: BoardSpan): Promise<OrderClockBoard> {
      const judged = await findJudged(span)
      return {
        serverTime: now(),
        centre: figuresOf(judged),
        shops: shopsOf(judged),
        atRisk: judged
          .flatMap(toRisky)
          .sort((a, b) => a.deadlineAt - b.deadlineAt)
          .slice(0, mostAtRisk),
      }
    },

    /** Orders received in this span that need an alarm and of which no task tells yet; of so many at most. */
    async findAlarming({ from, until }: BoardSpan, limit: number): Promise<JudgedOrder[]> {
      const found = await orders.findUnsettled({ from, until, clientIds: clientIdsOf(undefined) }, limit)
      return found.flatMap(judge).filter((order) => needsAlarm(order, now()))
    },
  }
}

function figuresOf(judged: JudgedOrder[]) {
  return { ...clockFigures(judged.map(({ verdict }) => verdict)), ...deliveryFigures(judged) }
}

/** Only shops that had orders. */
function shopsOf(judged: JudgedOrder[]): OrderClockBoard['shops'] {
  const groups = new Map<ClientView, JudgedOrder[]>()
  for (const order of judged) {
    const group = groups.get(order.client) ?? []
    group.push(order)
    groups.set(order.client, group)
  }
  return [...groups]
    .map(([{ id, name, color }, group]) => ({ clientId: id, name, color, figures: figuresOf(group) }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

function toRisky({ verdict, client, ...order }: JudgedOrder): RiskyOrder[] {
  if (verdict.kind !== 'running' || verdict.risk === null) return []
  const { id, number, receivedAt, nextAttemptAt } = order
  const shop = { clientId: client.id, clientName: client.name, clientColor: client.color }
  return [{ id, number, ...shop, risk: verdict.risk, receivedAt, deadlineAt: verdict.deadlineAt, nextAttemptAt }]
}
