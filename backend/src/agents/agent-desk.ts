import type { z } from 'zod'
import { agentCallId, type AgentEvent } from '@orderline/domain/agent'
import type { Notice, SipAccountView, agentStateInputSchema } from '@orderline/domain/contract'
import { isReachable } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import type { CallsService } from '../calls/calls-service.ts'
import type { Journal } from '../calls/journal.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { glanceAtQueues } from '../queues/live-glance.ts'
import type { AgentsService } from './agents-service.ts'
import type { SipAccounts } from './sip-accounts.ts'

export type AgentDeskDeps = {
  agents: Pick<AgentsService, 'get' | 'all' | 'apply'>
  calls: Pick<CallsService, 'live'>
  accounts: SipAccounts
  config: Pick<ConfigCache, 'queues'>
  phone: Pick<SipAccountView, 'realm' | 'roomExtension' | 'iceServers'>
  journal: Journal
  notify: (room: 'leads', notice: Notice) => void
  createId: () => string
  now: Clock
}
export type AgentDesk = ReturnType<typeof createAgentDesk>
type StateInput = z.output<typeof agentStateInputSchema>

/** What agents ask for themselves. */
export function createAgentDesk(deps: AgentDeskDeps) {
  const { agents, calls, accounts, config, phone, journal, now } = deps

  return {
    /** Asking for what is already so is fine. Errors: `agent/wrong-state`, as going offline in a call. */
    async setState(agentId: string, wish: StateInput): Promise<void> {
      if (await agents.apply(agentId, wishedEvent(wish))) return
      const agent = agents.get(agentId)
      const isSo = agent?.state === wish.to || (wish.to === 'break' && agent?.breakAfterCall === wish.reason)
      if (!isSo) throw new AppError<ErrorCode>('agent/wrong-state', { agentId, state: agent?.state })
    },

    /** Of this login only. Errors: `agent/not-found` after another login has taken over. */
    async sipAccount({ userId, sessionId }: Session): Promise<SipAccountView> {
      const username = agents.get(userId)?.sipUsername ?? ''
      const account = await accounts.find(username)
      if (account?.sessionId !== sessionId) throw new AppError<ErrorCode>('agent/not-found')
      return { username, password: account.password, ...phone }
    },

    targets: (agentId: string) => ({
      queues: glanceAtQueues({ queues: config.queues(), calls: calls.live.values(), agents: agents.all() }).map(
        ({ id, name, readyAgents, waiting }) => ({ id, name, readyAgents, waiting }),
      ),
      agents: agents
        .all()
        .filter((agent) => agent.id !== agentId && agent.state === 'ready' && isReachable(agent, 'any'))
        .map(({ id, name, state }) => ({ id, name, state })),
    }),

    /** Told to all who lead, whatever page they look at. */
    askForHelp(agentId: string, message: string): void {
      const agent = agents.get(agentId)
      const callId = agent ? agentCallId(agent) : null
      void journal.write({ type: 'helpAsked', agentId, at: now(), callId, message })
      const params = { agent: agent?.name ?? '', message }
      deps.notify('leads', { id: deps.createId(), at: now(), level: 'warning', code: 'help-asked', params })
    },
  }
}

function wishedEvent(wish: StateInput): AgentEvent {
  if (wish.to === 'ready') return { type: 'wentReady' }
  if (wish.to === 'offline') return { type: 'wentOffline' }
  return { type: 'wentOnBreak', reason: wish.reason, afterCall: wish.afterCall }
}
