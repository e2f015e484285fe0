import type { EpochMs, Postponement } from '@orderline/domain/contract'
import { attemptsOfDay, customerTimeZone, mayDial, type RetryRules } from '@orderline/domain/dialing'
import type { DueOrder, OrderClient, OrderQueue, OrdersRepository } from './orders-repository.ts'

/** An order that may be dialled now, with the reasons that are kept with the attempt. */
export type Candidate = { order: DueOrder; client: OrderClient; allowedBecause: string[] }

/** What is due in a queue: those that may be dialled, in their order, and those that must wait. */
export type Filling = { candidates: Candidate[]; postponed: Postponement[] }

export type HopperDeps = { orders: OrdersRepository; rules: RetryRules }
export type Hopper = ReturnType<typeof createHopper>

const dayMs = 24 * 3_600_000

/** Takes due orders from the database, so many as are wanted and no more, and asks of each whether it may be dialled. */
export function createHopper({ orders, rules }: HopperDeps) {
  return {
    async fill({ queue, now, limit, except }: FillQuestion): Promise<Filling> {
      const clientIds = queue.clients.map((client) => client.id)
      const due = await orders.findDue({ clientIds, now, limit, except })
      if (due.length === 0) return { candidates: [], postponed: [] }
      // A local day begins at most one day before it is noticed here, and lasts at most 25 hours.
      const attempts = await orders.findAttempts([...new Set(due.map((order) => order.customerId))], now - 2 * dayMs)
      const filling: Filling = { candidates: [], postponed: [] }
      for (const order of due) {
        const client = queue.clients.find(({ id }) => id === order.clientId)
        if (!client) continue
        const timeZone = customerTimeZone(order.number, client.timeZone)
        const ofNumber = attempts.filter((attempt) => attempt.number === order.number)
        const today = attemptsOfDay(ofNumber, { now, timeZone, rules })
        const decision = mayDial({ ...order, attemptsOfDay: today, now, timeZone, rules })
        if (decision.allowed) filling.candidates.push({ order, client, allowedBecause: decision.because })
        else filling.postponed.push(postponementOf(order, decision))
      }
      return filling
    },
  }
}

export type FillQuestion = { queue: OrderQueue; now: EpochMs; limit: number; except: string[] }

function postponementOf(
  { id }: DueOrder,
  { notBefore, because }: { notBefore: EpochMs | null; because: string },
): Postponement {
  return { subject: { kind: 'order', id }, until: notBefore, because }
}
