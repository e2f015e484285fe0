import { z } from 'zod'
import type { CampaignStatus } from './campaigns.ts'
import { idSchema } from './common.ts'
import type { AttemptOutcome } from './orders.ts'

/**
 * Answered customers and those of them who found no agent in time. `estimated`: so many of the abandoned ones were not
 * seen but are estimated from the errors of the machine detection; left out where it has made no verdict.
 */
export const abandonedCountSchema = z.object({
  abandoned: z.number(),
  connected: z.number(),
  estimated: z.number().optional(),
})
export type AbandonedCount = z.infer<typeof abandonedCountSchema>

/** Abandoned of all whom a person's answer made wait for an agent; null while nobody has answered. */
export function abandonedRate({
  abandoned,
  connected,
}: Pick<AbandonedCount, 'abandoned' | 'connected'>): number | null {
  const answered = abandoned + connected
  return answered === 0 ? null : abandoned / answered
}

/** What the machine detection said in 30 days, and what agents said of the part that they were given. */
export type DetectionFigures = {
  hungUp: number
  passed: number
  judgedPersons: number
  judgedMachines: number
  /** Cautious estimate of the share of persons among those who were hung up. */
  errorShare: number
}

/**
 * What the dialer says of a campaign once a second: hash `redisNames.campaignsLive`, field campaign id, as JSON;
 * each is published on `redisNames.campaignsLiveChanged`.
 */
export const campaignLiveSchema = z.object({
  campaignId: idSchema,
  at: z.number(),
  /** Lines that ring or are being set up, answered customers who wait, conversations, agents in wrap-up. */
  ringing: z.number().int(),
  waiting: z.number().int(),
  talking: z.number().int(),
  wrapUp: z.number().int(),
  /** Agents with the skills: on shift, and ready with audio open. */
  agents: z.number().int(),
  free: z.number().int(),
  /** Opened by the last decision, and why not more: sentences for a supervisor. */
  opened: z.number().int(),
  because: z.array(z.string()).max(20),
  /** Learnt so far: share of dials that a person answers, mean seconds to an answer, of a talk, of wrap-up. */
  answerRate: z.number().nullable(),
  answerSeconds: z.number().nullable(),
  talkSeconds: z.number().nullable(),
  wrapUpSeconds: z.number().nullable(),
  abandoned24h: abandonedCountSchema,
  abandoned30d: abandonedCountSchema,
  /** (talk + wrap-up) / time on shift, of the last 15 minutes. */
  utilisation: z.number().nullable(),
})
export type CampaignLive = z.infer<typeof campaignLiveSchema>

/** `GET /api/campaigns/:id/progress`, and the socket event `campaign` to those who watch it. */
export type CampaignProgress = {
  campaignId: string
  status: CampaignStatus
  at: number
  /** Records or orders by where they are. */
  left: number
  inFlight: number
  done: number
  /** Ended attempts of the customer's day so far. */
  outcomes: Partial<Record<AttemptOutcome, number>>
  dials: number
  contacts: number
  /** Left out where nothing was taken for a machine. */
  detection?: DetectionFigures
  live: CampaignLive | null
  /** Epoch ms, by the pace of the last hour; null when it cannot be said yet. */
  endsAt: number | null
}

/** `GET /api/campaigns/:id/history`: one point a minute of today, for the plot. */
export type CampaignHistoryPoint = Pick<
  CampaignLive,
  'at' | 'ringing' | 'waiting' | 'talking' | 'wrapUp' | 'free' | 'utilisation'
> & { abandonedRate: number | null }
