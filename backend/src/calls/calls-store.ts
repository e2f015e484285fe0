import type { Call } from '@orderline/domain/call'
import { liveAgentSchema, redisNames, type LiveAgent } from '@orderline/domain/contract'
import { createLiveStore, type LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

export type StoreDeps = { redis: Redis; log: Logger }

/** Live calls. Only backends write them, through the call machine. */
export function createCallsStore({ redis, log }: StoreDeps): LiveStore<Call> {
  return createLiveStore<Call>({
    redis,
    log,
    key: redisNames.calls,
    channel: redisNames.callsChanged,
    noun: 'call',
  })
}

/** Live agents; the dialer reads them too. */
export function createAgentsStore({ redis, log }: StoreDeps): LiveStore<LiveAgent> {
  return createLiveStore<LiveAgent>({
    redis,
    log,
    key: redisNames.agents,
    channel: redisNames.agentsChanged,
    noun: 'agent',
    parse: (value) => liveAgentSchema.parse(value),
  })
}
