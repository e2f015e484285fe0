import { z } from 'zod'
import { liveAgentSchema, redisNames, skillRequirementSchema, type LiveAgent } from '@orderline/domain/contract'
import { createLiveStore, type LiveChange } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

/** What the dialer needs to know of a live call. All times epoch ms. */
const seenCallSchema = z.object({
  state: z.string(),
  since: z.number(),
  requiredSkills: z.array(skillRequirementSchema),
  campaignId: z.string().nullable().default(null),
  attemptId: z.string().nullable(),
  customerNumber: z.string().nullable(),
  /** When a customer whom we dialled picked up. */
  customerAnsweredAt: z.number().nullable().default(null),
  /** When customer and agent first heard each other. */
  answeredAt: z.number().nullable(),
  /** Of a customer who answered a predictive dial and waits: by then an agent has to be there. */
  connectBy: z.number().nullable().default(null),
  outcome: z.string().nullable().default(null),
  /** Nobody heard how the dial ended: the outcome is a guess. */
  foundLate: z.boolean().optional(),
})
export type SeenCall = z.infer<typeof seenCallSchema>

export type LiveViewOptions = {
  redis: Redis
  log: Logger
  onAgentFree: () => void
  onCallChanged: (change: LiveChange<SeenCall>) => void
}

/** What the dialer sees of agents and calls: copies of what the backends keep in Redis. It changes nothing there. */
export function createLiveView({ redis, log, onAgentFree, onCallChanged }: LiveViewOptions) {
  const agents = createLiveStore({
    redis,
    key: redisNames.agents,
    channel: redisNames.agentsChanged,
    noun: 'agent',
    log,
    parse: (value): LiveAgent => liveAgentSchema.parse(value),
  })
  const calls = createLiveStore({
    redis,
    key: redisNames.calls,
    channel: redisNames.callsChanged,
    noun: 'call',
    log,
    parse: (value): SeenCall => seenCallSchema.parse(value),
  })
  agents.onChange(({ value }) => {
    if (value?.state === 'ready') onAgentFree()
  })
  calls.onChange(onCallChanged)

  return {
    agents: agents.all,
    /** By their ids. */
    calls: (): ReadonlyMap<string, SeenCall> => calls.mirror,
    start: async (): Promise<void> => void (await Promise.all([agents.start(), calls.start()])),
    close: async (): Promise<void> => void (await Promise.all([agents.close(), calls.close()])),
  }
}
