import { matchCalls, type CallToMatch } from '@orderline/domain/acd'
import { createOutboundCall, type AgentLeg } from '@orderline/domain/call'
import type { DialOrder, LiveAgent, QueueView } from '@orderline/domain/contract'
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
/** `agentId` null: nobody is reserved (predictive, agentless). */
export type StartedCall =
  { started: true; callId: string; agentId: string | null } | { started: false; because: string }
type Room = AgentLeg & { kind: 'room' }
type Dial = { callId: string; order: DialOrder; queue: QueueView; leg: Room | null }

/** Others may take an agent between our look and our grasp; more often than this in a row, we let them. */
const attempts = 3

/**
 * Reserves an agent, where the mode asks for one, makes the live call and dials the customer (a preview: shows the
 * card); or says why not, and then nothing has happened. Customers who wait are served first: an agent whom one of
 * them would get is not taken. No agent is asked for by predictive and agentless dials.
 */
export function createDialedCalls(deps: DialedCallsDeps) {
  return async function startDialedCall(order: DialOrder): Promise<StartedCall> {
    const queue = deps.config.queue(order.queueId)
    if (!queue) return refused('the queue is unknown')
    if (order.mode === 'agentless' && !order.agentless) return refused('there is no message to play')
    if (order.mode === 'preview' && !order.preview) return refused('nobody says how long a preview is')
    if (isOnTheLine(deps.calls, order.number)) return refused('the customer is on the line')
    const callId = deps.createId()
    if (order.mode === 'progressive' || order.mode === 'preview') return dialForAgent(deps, { callId, order, queue })
    if (deps.now() >= order.expiresAt) return refused('expired')
    await dial(deps, { callId, order, queue, leg: null })
    return { started: true, callId, agentId: null }
  }
}

/** May have called us since the dialer looked; that nobody else dials the number is kept by its open attempt. */
export function isOnTheLine(calls: Pick<CallsService, 'live'>, number: string): boolean {
  return [...calls.live.values()].some(({ state, customerNumber }) => state !== 'ended' && customerNumber === number)
}

async function dialForAgent(deps: DialedCallsDeps, { callId, order, queue }: Omit<Dial, 'leg'>): Promise<StartedCall> {
  const agent = await reserve(deps, toMatch(callId, order, { priority: queue.priority, now: deps.now() }))
  if (!agent) return refused('no agent is free')
  const channelId = agent.roomChannelId
  if (channelId === null || deps.now() >= order.expiresAt) {
    await deps.agents.apply(agent.id, { type: 'released', callId })
    return refused(channelId === null ? 'the room was left' : 'expired')
  }
  await dial(deps, { callId, order, queue, leg: { agentId: agent.id, channelId, kind: 'room' } })
  return { started: true, callId, agentId: agent.id }
}

async function dial({ calls, cards, now }: DialedCallsDeps, { callId, order, queue, leg }: Dial): Promise<void> {
  const { clientId, customerId, orderId, questionnaireId, number, ringTimeoutSeconds, requiredSkills } = order
  const { attemptId, campaignId, mode, detectMachines, samplesMachine, agentless, preview } = order
  // Of many lines that ring for nobody few are answered: their cards are prepared then.
  if (leg) cards.prepare({ callId, clientId, number, name: null, customerId, orderId, questionnaireId, attemptId })
  const step = createOutboundCall(
    {
      id: callId,
      clientId,
      queue: { ...queueRules(queue), requiredSkills, ringTimeoutSeconds },
      customerNumber: number,
      shopNumber: order.callerNumber,
      ...{ customerId, orderId, attemptId, campaignId, mode, questionnaireId, leg },
      ...{ detectMachines, samplesMachine },
      agentless: mode === 'agentless' ? agentless : null,
      preview: mode === 'preview' ? preview : null,
    },
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

function refused(because: string): StartedCall {
  return { started: false, because }
}
