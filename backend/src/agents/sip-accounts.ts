import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Redis } from '@orderline/runtime/redis'
import type { SipAccount } from '../telephony/port.ts'

const accountsKey = 'orderline:sip-accounts'

const ownedAccountSchema = z.object({ agentId: z.string(), sessionId: z.string(), password: z.string() })
export type OwnedAccount = SipAccount & { agentId: string; sessionId: string }
export type SipAccounts = ReturnType<typeof createSipAccounts>

/** SIP accounts of this shift: one for each login, in Redis, so that Asterisk can be given them all again. */
export function createSipAccounts({ redis }: { redis: Redis }) {
  const all = async (): Promise<OwnedAccount[]> =>
    Object.entries(await redis.hgetall(accountsKey)).map(([username, text]) => ({
      username,
      ...ownedAccountSchema.parse(JSON.parse(text)),
    }))

  return {
    all,
    async make(agentId: string, sessionId: string): Promise<OwnedAccount> {
      // The time comes first in a UUID of version 7: its end is what tells agents apart.
      const username = `agent-${agentId.slice(-8)}-${randomBytes(3).toString('hex')}`
      const password = randomBytes(18).toString('base64url')
      await redis.hset(accountsKey, username, JSON.stringify({ agentId, sessionId, password }))
      return { username, password, agentId, sessionId }
    },
    async find(username: string): Promise<OwnedAccount | undefined> {
      const text = await redis.hget(accountsKey, username)
      return text === null ? undefined : { username, ...ownedAccountSchema.parse(JSON.parse(text)) }
    },
    async remove(username: string): Promise<void> {
      await redis.hdel(accountsKey, username)
    },
  }
}
