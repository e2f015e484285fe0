import { z } from 'zod'
import { idSchema, skillLevelSchema } from './common.ts'
import { breakReasons } from './desktop.ts'

/** What is true of an agent whatever the state. All times epoch ms. */
const agentFacts = {
  id: idSchema,
  name: z.string(),
  /** Skill id → level. */
  skills: z.record(z.string(), skillLevelSchema),
  audioMode: z.enum(['ring', 'persistent']),
  /** The session whose login made the SIP account; null when offline. */
  sessionId: z.string().nullable(),
  /** Name of the SIP account of this login. */
  sipUsername: z.string().nullable(),
  /** Asterisk's id of the persistent audio leg; null when there is none. */
  roomChannelId: z.string().nullable(),
  phoneRegistered: z.boolean(),
  /** The break that begins when the current call and its wrap-up are over. */
  breakAfterCall: z.enum(breakReasons).nullable(),
  /** End of the last call, or the first ready of the shift: who idles longest is served first. */
  idleSince: z.number(),
  missedOffers: z.number().int(),
  /** A screen has been open since the login: an agent with only a phone has none to lose. */
  hasScreen: z.boolean(),
  /** When the last socket of the agent's screen closed; null while one is open. */
  screenLostAt: z.number().nullable(),
  /** When the present state began. */
  since: z.number(),
}

/**
 * An agent as kept in Redis: hash `redisNames.agents`, field agent id, value `{"v": number, "agent": …}`.
 * Each change is published on `redisNames.agentsChanged` as `{"id", "v", "agent"}`.
 */
export const liveAgentSchema = z.discriminatedUnion('state', [
  z.object({ ...agentFacts, state: z.literal('offline') }),
  z.object({ ...agentFacts, state: z.literal('ready') }),
  z.object({ ...agentFacts, state: z.literal('reserved'), callId: idSchema }),
  z.object({ ...agentFacts, state: z.literal('talking'), callId: idSchema }),
  z.object({ ...agentFacts, state: z.literal('wrap-up'), callId: idSchema, until: z.number() }),
  z.object({ ...agentFacts, state: z.literal('break'), reason: z.enum(breakReasons) }),
])
export type LiveAgent = z.infer<typeof liveAgentSchema>

/** A ready agent whose audio can be reached. Dialled calls need the open room, others also accept a phone that rings. */
export function isReachable(agent: LiveAgent, by: 'room' | 'any'): boolean {
  if (agent.roomChannelId !== null) return true
  return by === 'any' && agent.audioMode === 'ring' && agent.phoneRegistered
}
