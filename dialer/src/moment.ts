import { isReachable, type EpochMs, type InFlight, type LiveAgent } from '@orderline/domain/contract'
import { fitsNeed, reservesAgentFirst, type AgentNeed } from '@orderline/domain/dialing'
import type { BusyAgent } from '@orderline/domain/pacing'
import type { Campaign, Directory } from './directory-repository.ts'
import type { SeenCall } from './live-view.ts'

/** All that the dialer sees at one moment. */
export type Moment = {
  now: EpochMs
  directory: Directory
  agents: readonly LiveAgent[]
  /** By their ids. */
  calls: ReadonlyMap<string, SeenCall>
  /** By the attempt whose call it is. */
  callOf: ReadonlyMap<string, SeenCall>
  /** By the order or record that is being dialled. */
  claims: ReadonlyMap<string, InFlight>
  /** Call → share of its questionnaire that is filled. */
  progress: ReadonlyMap<string, number>
}

/**
 * Where a dial is. placed: no backend has begun it. ringing. waiting: answered, without an agent. taken: with an agent,
 * or over and not written down yet.
 */
export type LineStage = 'placed' | 'ringing' | 'waiting' | 'taken'

/** A call is told by another way than its claim, and may be heard of a little later. */
const callIsHeardWithinMs = 2_000

/** Sorts what was seen: a call is also found by the attempt that it is. */
export function createMoment(seen: Omit<Moment, 'callOf'>): Moment {
  const callOf = new Map<string, SeenCall>()
  for (const call of seen.calls.values()) if (call.attemptId !== null) callOf.set(call.attemptId, call)
  return { ...seen, callOf }
}

export function stageOf({ attemptId, startedAt }: InFlight, { callOf, now }: Moment): LineStage {
  const call = callOf.get(attemptId)
  if (!call) return startedAt === undefined ? 'placed' : now - startedAt < callIsHeardWithinMs ? 'ringing' : 'taken'
  if (call.state === 'dialing') return 'ringing'
  return call.state === 'waiting' && call.connectBy !== null ? 'waiting' : 'taken'
}

/** Dials of this campaign that are under way. */
export function claimsOf({ id }: Campaign, { claims }: Moment): InFlight[] {
  return [...claims.values()].filter(({ campaignId }) => campaignId === id)
}

/** Ready agents whose audio is open: a dialled customer must not wait for one who rings. */
export function freeAgents({ agents }: Moment): LiveAgent[] {
  return agents.filter((agent) => agent.state === 'ready' && isReachable(agent, 'room'))
}

/** Agents who will be ready again when they have talked and written up. */
export function agentsFreeSoon({ agents }: Moment): LiveAgent[] {
  return agents.filter(
    (agent) =>
      (agent.state === 'talking' || agent.state === 'wrap-up') &&
      agent.breakAfterCall === null &&
      isReachable(agent, 'room'),
  )
}

/** Agents who have the skills and are on shift, breaks aside. */
export function agentsAtWork(need: AgentNeed, { agents }: Moment): LiveAgent[] {
  return agents.filter((agent) => agent.state !== 'offline' && agent.state !== 'break' && fitsNeed(agent, need))
}

export function isBusy({ state }: LiveAgent): boolean {
  return state === 'talking' || state === 'wrap-up'
}

/**
 * Customers on the line who have no agent, each with the skills that are asked. Answered dials are counted with their
 * campaigns; of one that was stopped meanwhile they stand here.
 */
export function callersWithoutAgent({ calls, directory }: Moment): AgentNeed[] {
  return [...calls.values()].filter(
    ({ state, connectBy, campaignId }) =>
      state === 'waiting' && (connectBy === null || !directory.campaigns.has(campaignId ?? '')),
  )
}

/** One-to-one dials that have no agent reserved yet. */
export function placedWithoutAgent(moment: Moment): AgentNeed[] {
  const { campaigns, queues } = moment.directory
  return [...moment.claims.values()]
    .filter((claim) => reservesAgentFirst(claim.mode) && stageOf(claim, moment) === 'placed')
    .map(({ campaignId, queueId }) => ({
      requiredSkills: campaigns.get(campaignId ?? '')?.requiredSkills ?? queues.get(queueId) ?? [],
    }))
}

/** How many agents have a call of this campaign: reserved for it, talking, or writing up. */
export function agentsServing({ id }: Campaign, { agents, calls }: Moment): number {
  return agents.filter((agent) => 'callId' in agent && calls.get(agent.callId)?.campaignId === id).length
}

/** A busy agent as pacing sees one. */
export function toBusyAgent(agent: LiveAgent, { progress }: Moment): BusyAgent {
  const since = { since: agent.since, agentId: agent.id }
  if (agent.state !== 'talking') return { state: 'wrap-up', ...since }
  const share = progress.get(agent.callId)
  return { state: 'talking', ...since, ...(share !== undefined && { progress: share }) }
}
