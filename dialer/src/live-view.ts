import { z } from 'zod'
import { liveAgentSchema, redisNames } from '@orderline/domain/contract'
import { createLiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

/** Of a live call the dialer needs only to know whether somebody waits for an agent, and where. */
const waitingCallSchema = z.object({
  state: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  queueId: z.string(),
})

export type LiveViewOptions = { redis: Redis; log: Logger; onAgentFree: () => void }

/** What the dialer sees of agents and calls: copies of what the backends keep in Redis. It changes nothing there. */
export function createLiveView({ redis, log, onAgentFree }: LiveViewOptions) {
  const agents = createLiveStore({
    redis,
    key: redisNames.agents,
    channel: redisNames.agentsChanged,
    noun: 'agent',
    log,
    parse: (value) => liveAgentSchema.parse(value),
  })
  const calls = createLiveStore({
    redis,
    key: redisNames.calls,
    channel: redisNames.callsChanged,
    noun: 'call',
    log,
    parse: (value) => waitingCallSchema.parse(value),
  })
  agents.onChange(({ value }) => {
    if (value?.state === 'ready') onAgentFree()
  })

  return {
    agents: agents.all,
    waitingCalls(): Map<string, number> {
      const counts = new Map<string, number>()
      for (const { state, queueId } of calls.all()) {
        if (state === 'waiting') counts.set(queueId, (counts.get(queueId) ?? 0) + 1)
      }
      return counts
    },
    start: async (): Promise<void> => void (await Promise.all([agents.start(), calls.start()])),
    close: async (): Promise<void> => void (await Promise.all([agents.close(), calls.close()])),
  }
}
