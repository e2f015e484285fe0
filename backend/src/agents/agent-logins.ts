import type { AgentProfile } from '@orderline/domain/agent'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Journal } from '../calls/journal.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { Session } from '../http/http-types.ts'
import type { SipAccounts as PhoneAccounts } from '../telephony/accounts.ts'
import type { AgentsService } from './agents-service.ts'
import type { SipAccounts } from './sip-accounts.ts'

export type AgentLoginsDeps = {
  agents: Pick<AgentsService, 'apply' | 'change' | 'get' | 'all'>
  accounts: SipAccounts
  /** The exchange's side of an account. */
  phoneAccounts: Pick<PhoneAccounts, 'push' | 'remove'>
  config: Pick<ConfigCache, 'agentProfile'>
  journal: Journal
  now: Clock
  log: Logger
}

/** What a login and a log-out mean for an agent: a SIP account for this session only, and a place in the live state. */
export function createAgentLogins(deps: AgentLoginsDeps) {
  const { agents, accounts, phoneAccounts, config, journal, now, log } = deps

  /** Asterisk may be away: it gets all accounts when it is back. One that was dropped on its way there must not stay. */
  async function push(account: { username: string; password: string }): Promise<void> {
    await phoneAccounts.push(account).catch((error: unknown) => {
      log.warn({ username: account.username, err: toError(error) }, 'account was not pushed; it will be on connect')
    })
    if (!(await accounts.find(account.username))) await removeFromExchange(account.username)
  }

  async function drop(username: string): Promise<void> {
    await accounts.remove(username)
    await removeFromExchange(username)
  }

  async function removeFromExchange(username: string): Promise<void> {
    await phoneAccounts.remove(username).catch((error: unknown) => {
      log.warn({ username, err: toError(error) }, 'account was not removed from the exchange')
    })
  }

  return {
    /** A second login takes the phone over: the earlier page's account is refused from now on. */
    async loggedIn({ userId, sessionId, role, name, audioMode }: Session): Promise<void> {
      if (role !== 'agent') return
      const account = await accounts.make(userId, sessionId)
      const profile: AgentProfile = { id: userId, name, audioMode, skills: config.agentProfile(userId)?.skills ?? {} }
      const login = { type: 'loggedIn', profile, sessionId, sipUsername: account.username } as const
      // Of several logins at the same moment each takes the phone over from the one before it, so that one is left.
      const former = (await agents.change(userId, login))?.previous.sipUsername
      void journal.write({ type: 'agentLoggedIn', agentId: userId, at: now() })
      if (former) await drop(former)
      await push(account)
    },

    async loggedOut({ userId, sessionId, role }: Session): Promise<void> {
      if (role !== 'agent') return
      const left = await agents.change(userId, { type: 'loggedOut', sessionId })
      // A session that another login has taken over, even in this very moment, leaves nothing behind.
      if (!left) return
      void journal.write({ type: 'agentLoggedOut', agentId: userId, at: now() })
      if (left.previous.sipUsername) await drop(left.previous.sipUsername)
    },

    /** Skills or names were changed by an administrator. */
    async profilesChanged(): Promise<void> {
      for (const { id } of agents.all()) {
        const profile = config.agentProfile(id)
        if (!profile) continue
        const { name, audioMode, skills } = profile
        await agents.apply(id, { type: 'profileChanged', profile: { id, name, audioMode, skills } })
      }
    },
  }
}
