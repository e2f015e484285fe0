import { matchCalls, type CallToMatch } from '@orderline/domain/acd'
import { createOutboundCall, type AgentLeg } from '@orderline/domain/call'
import type { DialOrder, LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { AgentsService } from '../agents/agents-service.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { CallCards } from './call-cards.ts'
import { callToMatch } from './call-to-match.ts'
import type { CallsService } from './calls-service.ts'
import { queueRules } from './queue-rules.ts'

export type DialedCallsDeps = {
  config: Pick<ConfigCache, 'queue'>
  calls: Pick<CallsService, 'create' | 'live'>
  agents: Pick<AgentsService, 'all' | 'apply'>
  cards: Pick<CallCards, 'prepare'>
  createId: () => string
  now: Clock
}
export type StartedCall = { started: true; callId: string; agentId: string } | { started: false; because: string }

/** Others may take an agent between our look and our grasp; more often than this in a row, we let them. */
const attempts = 3

/**
 * Reserves an agent, makes the live call and dials the customer; or says why not, and then nothing has happened.
 * Customers who wait are served first: an agent whom one of them would get is not taken.
 */
export function createDialedCalls(deps: DialedCallsDeps) {
  return async function startDialedCall(order: DialOrder): Promise<StartedCall> {
    const queue = deps.config.queue(order.queueId)
    if (!queue) return { started: false, because: 'the queue is unknown' }
    const callId = deps.createId()
    const agent = await reserve(deps, toMatch(callId, order, { priority: queue.priority, now: deps.now() }))
    if (!agent) return { started: false, because: 'no agent is free' }
    const channelId = agent.roomChannelId
    if (channelId === null || deps.now() >= order.expiresAt) {
      await deps.agents.apply(agent.id, { type: 'released', callId })
      return { started: false, because: channelId === null ? 'the room was left' : 'expired' }
    }
    await dial(deps, { callId, order, leg: { agentId: agent.id, channelId, kind: 'room' } })
    return { started: true, callId, agentId: agent.id }
  }
}

async function dial(
  { config, calls, cards, now }: DialedCallsDeps,
  { callId, order, leg }: { callId: string; order: DialOrder; leg: AgentLeg & { kind: 'room' } },
): Promise<void> {
  const queue = config.queue(order.queueId)
  if (!queue) throw new Error('the queue vanished')
  const { clientId, customerId, orderId, attemptId, campaignId, number, ringTimeoutSeconds } = order
  cards.prepare({ callId, clientId, number, name: null, customerId, orderId })
  const rules = { ...queueRules(queue), requiredSkills: order.requiredSkills, ringTimeoutSeconds }
  const numbers = { customerNumber: number, shopNumber: order.callerNumber }
  const step = createOutboundCall(
    { id: callId, clientId, queue: rules, ...numbers, customerId, orderId, attemptId, campaignId, leg },
    now(),
  )
  await calls.create(step)
}

async function reserve({ calls, agents, now }: DialedCallsDeps, dialed: CallToMatch): Promise<LiveAgent | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const waiting = [...calls.live.values()].flatMap((call) => callToMatch(call) ?? [])
    const assignments = matchCalls({ calls: [...waiting, dialed], agents: agents.all() }, now())
    const own = assignments.find(({ callId }) => callId === dialed.id)
    if (!own) return undefined
    const agent = await agents.apply(own.agentId, { type: 'reserve', callId: dialed.id })
    if (agent) return agent
  }
  return undefined
}

function toMatch(id: string, order: DialOrder, { priority, now }: { priority: number; now: number }): CallToMatch {
  const { requiredSkills, agentId } = order
  const promised = agentId === null ? {} : { onlyAgentId: agentId }
  const fresh = { waitingSince: now, declinedBy: [], offerEndedAt: null }
  return { id, requiredSkills, priority, kind: 'to-dial', ...fresh, ...promised }
}
