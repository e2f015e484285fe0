import { applyAgentEvent, createAgent, type AgentEvent, type AgentProfile } from '@orderline/domain/agent'
import { agentCallId } from '@orderline/domain/agent'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Journal } from '../calls/journal.ts'

export type AgentsServiceDeps = {
  store: LiveStore<LiveAgent>
  journal: Journal
  /** Tells the dialer that an agent became free. Must not throw. */
  wakeDialer: () => void
  now: Clock
  log: Logger
}
export type AgentsService = ReturnType<typeof createAgentsService>
/** An agent before and after an event. */
type Applied = { previous: LiveAgent; agent: LiveAgent }

/** Live agents: every change goes through the machine and a compare-and-set, so that no two calls get one agent. */
export function createAgentsService({ store, journal, wakeDialer, now, log }: AgentsServiceDeps) {
  function decide(event: AgentEvent) {
    return (current: LiveAgent | undefined) => {
      const previous = current ?? newcomer(event, now())
      const agent = previous && applyAgentEvent(previous, event, now())
      return previous && agent ? { value: agent, result: { previous, agent } } : undefined
    }
  }

  function tell({ previous, agent }: Applied): void {
    if (previous.state !== agent.state) {
      log.debug({ agentId: agent.id, from: previous.state, to: agent.state }, 'agent changed state')
      void journal.write({
        type: 'agentStateChanged',
        agentId: agent.id,
        at: now(),
        from: previous.state,
        to: agent.state,
        callId: agentCallId(agent) ?? agentCallId(previous),
        breakReason: agent.state === 'break' ? agent.reason : null,
      })
    }
    if (canBeDialed(agent) && !canBeDialed(previous)) wakeDialer()
  }

  async function change(agentId: string, event: AgentEvent): Promise<Applied | undefined> {
    let applied = await store.update(agentId, decide(event))
    if (!applied && event.type !== 'reserve') applied = await store.updateFresh(agentId, decide(event))
    if (applied) tell(applied)
    return applied
  }

  return {
    get: (agentId: string): LiveAgent | undefined => store.get(agentId),
    all: (): LiveAgent[] => store.all(),
    onChange: store.onChange,
    find: (isWanted: (agent: LiveAgent) => boolean): LiveAgent | undefined => {
      for (const agent of store.mirror.values()) if (isWanted(agent)) return agent
      return undefined
    },
    /**
     * The agent as changed by the event; undefined when the machine refuses it. A refusal that a mirror which is
     * behind may have caused is decided again on what Redis has; a reservation is not: somebody else is tried then.
     */
    apply: async (agentId: string, event: AgentEvent): Promise<LiveAgent | undefined> =>
      (await change(agentId, event))?.agent,
    /** Like `apply`; tells also what exactly this event found, whoever else changes the agent at the same time. */
    change,
  }
}

function newcomer(event: AgentEvent, now: number): LiveAgent | undefined {
  if (event.type !== 'loggedIn') return undefined
  const profile: AgentProfile = event.profile
  return createAgent(profile, now)
}

function canBeDialed(agent: LiveAgent): boolean {
  return agent.state === 'ready' && agent.roomChannelId !== null
}
