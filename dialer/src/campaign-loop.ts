import type { DialOrder, EpochMs, InFlight, LiveAgent } from '@orderline/domain/contract'
import { isReachable } from '@orderline/domain/contract'
import { hasSkills, planDials, type PlannedLines } from '@orderline/domain/dialing'
import type { Claims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import type { DialOrders } from './dial-orders.ts'
import type { Candidate, Hopper } from './hopper.ts'
import type { OrderQueue } from './orders-repository.ts'

/** A dial order that no backend took in this time is given back: by then the agent has other work. */
const dialOrderLifeMs = 10_000
/** Orders looked at for each free agent: some may not be dialled at this hour. */
const lookAhead = 3
const mostOrdersAtOnce = 500

export type CampaignLoopDeps = {
  agents: () => readonly LiveAgent[]
  /** Customers who called and wait, by queue. */
  waitingCalls: () => ReadonlyMap<string, number>
  orderQueues: () => Promise<OrderQueue[]>
  hopper: Hopper
  inFlight: Claims<InFlight>
  dialOrders: DialOrders
  /** Asked before each line: a dialer that lost its lease in mid-round places nothing more. */
  isLeader: () => boolean
  createId: () => string
  now: Clock
  ringTimeoutSeconds: number
}

export type Round = { plan: PlannedLines[]; placed: number; postponed: number }

/**
 * One round of progressive dialling: who is free, what is due, how many lines, which numbers. It keeps nothing
 * between rounds, so it may be killed at any point: what is under way stands in Redis and MariaDB.
 */
export function createCampaignLoop(deps: CampaignLoopDeps) {
  async function place(candidate: Candidate, queue: OrderQueue, now: EpochMs): Promise<boolean> {
    const order = dialOrder({ candidate, queue, now, deps })
    const claim = { ...claimOf(order), placedAt: now }
    if (!deps.isLeader() || !(await deps.inFlight.claim(order.subject.id, claim))) return false
    await deps.dialOrders.place(order)
    return true
  }

  async function placeLines(queue: OrderQueue, candidates: Candidate[], lines: number): Promise<number> {
    let placed = 0
    for (const candidate of candidates) {
      if (placed === lines) break
      if (await place(candidate, queue, deps.now())) placed += 1
    }
    return placed
  }

  return {
    async round(): Promise<Round> {
      const agents = deps.agents().filter((agent) => agent.state === 'ready' && isReachable(agent, 'room'))
      if (agents.length === 0) return { plan: [], placed: 0, postponed: 0 }
      const underWay = await deps.inFlight.all()
      const queues = await deps.orderQueues()
      const manned = queues.filter((queue) => agents.some((agent) => hasSkills(agent, queue.requiredSkills)))
      const limit = Math.min(agents.length * lookAhead, mostOrdersAtOnce)
      const question = { now: deps.now(), limit, except: [...underWay.keys()] }
      const fillings = await Promise.all(manned.map((queue) => deps.hopper.fill({ queue, ...question })))
      const waitingForAgent = countUnstarted(underWay)
      const plan = planDials({
        agents,
        // Every queue counts, also one where nothing is due: its callers and placed lines take agents, too.
        queues: queues.map((queue) => ({
          queueId: queue.queueId,
          requiredSkills: queue.requiredSkills,
          waitingCalls: deps.waitingCalls().get(queue.queueId) ?? 0,
          placed: waitingForAgent.get(queue.queueId) ?? 0,
          due: fillings[manned.indexOf(queue)]?.candidates.length ?? 0,
        })),
      })
      let placed = 0
      for (const [index, queue] of manned.entries()) {
        const lines = plan.find(({ queueId }) => queueId === queue.queueId)?.lines ?? 0
        placed += await placeLines(queue, fillings[index]?.candidates ?? [], lines)
      }
      const postponed = fillings.flatMap((filling) => filling.postponed)
      for (const postponement of postponed) await deps.dialOrders.postpone(postponement)
      return { plan, placed, postponed: postponed.length }
    },
  }
}

function claimOf({ attemptId, campaignId, queueId, mode, number }: DialOrder): Omit<InFlight, 'placedAt'> {
  return { attemptId, campaignId, queueId, mode, number }
}

function countUnstarted(underWay: ReadonlyMap<string, InFlight>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { queueId, startedAt } of underWay.values()) {
    if (startedAt === undefined) counts.set(queueId, (counts.get(queueId) ?? 0) + 1)
  }
  return counts
}

type DialOrderInput = { candidate: Candidate; queue: OrderQueue; now: EpochMs; deps: CampaignLoopDeps }

function dialOrder({ candidate, queue, now, deps }: DialOrderInput): DialOrder {
  const { order, client, allowedBecause } = candidate
  return {
    attemptId: deps.createId(),
    subject: { kind: 'order', id: order.id },
    campaignId: null,
    mode: 'progressive',
    orderId: order.id,
    agentId: null,
    questionnaireId: null,
    preview: null,
    agentless: null,
    detectMachines: false,
    clientId: client.id,
    queueId: queue.queueId,
    customerId: order.customerId,
    number: order.number,
    callerNumber: client.callerNumber,
    requiredSkills: queue.requiredSkills,
    ringTimeoutSeconds: deps.ringTimeoutSeconds,
    expiresAt: now + dialOrderLifeMs,
    allowedBecause: [...allowedBecause, 'progressive: one line for one free agent'],
  }
}
