import { z } from 'zod'

const share = z.number().min(0).max(1)
const hours = z.number().min(0).max(24)

const durationSchema = z.strictObject({
  shape: z.enum(['lognormal', 'exponential', 'fixed']).default('lognormal'),
  mean: z.number().positive(),
  cv: z.number().positive().optional(),
})

/** A curve of the day: [hour, value] pairs, straight lines between them; two pairs of one hour are a step. */
const curveSchema = z
  .array(z.tuple([hours, z.number().min(0)]))
  .min(1)
  .refine((points) => points.every(([hour], index) => hour >= (points[index - 1]?.[0] ?? 0)), 'hours must not go back')

/** Thirds are written with two digits. */
const sharesAddUp = (parts: readonly { share: number }[]) =>
  Math.abs(parts.reduce((sum, { share }) => sum + share, 0) - 1) < 0.02

const orderGroupSchema = z.strictObject({ share, person: share })

const dialSchema = z
  .strictObject({
    /** Shares of dials; what is left is not answered. */
    person: share,
    machine: share.default(0.1),
    failed: share.default(0.1),
    answer: durationSchema.default({ shape: 'lognormal', mean: 13, cv: 0.5 }),
    /** A machine answers so many seconds later than a person would, and is hung up after so many. */
    machineLater: z.number().min(0).default(4),
    machineHeld: z.number().min(0).default(2.5),
    failedAfter: z
      .strictObject({ least: z.number().min(0), mean: z.number().positive() })
      .default({ least: 2, mean: 2.5 }),
    ring: z.number().min(15).max(120).default(30),
    /** Orders that differ: their own shares of persons. The mean should be `person`. */
    groups: z.array(orderGroupSchema).refine(sharesAddUp, 'the shares of the groups must add up to 1').optional(),
    /** Replaces `person` over the day; groups are scaled with it. */
    personOverDay: curveSchema.optional(),
  })
  .refine((dial) => dial.person + dial.machine + dial.failed <= 1.000001, 'person, machine and failed exceed 1')
  .refine((dial) => dial.person > 0 || !dial.personOverDay, 'person must be over 0 where personOverDay scales it')

const talkPartSchema = durationSchema.extend({
  share,
  /** The agent leafs through so many sections, and they show how far the talk is. */
  sections: z.number().int().min(2).max(30).optional(),
})

const shockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('trunk-dead'), at: hours, seconds: z.number().positive() }),
  /** The dialer is gone for so long and comes back with its estimates as kept in Redis. */
  z.strictObject({ type: z.literal('dialer-restarts'), at: hours, seconds: z.number().min(0) }),
  /** Nothing is decided and nobody is connected for so long. */
  z.strictObject({ type: z.literal('stall'), at: hours, seconds: z.number().positive() }),
  /** Inbound customers, spread over the time, who go before the dialled ones. */
  z.strictObject({
    type: z.literal('inbound'),
    at: hours,
    seconds: z.number().positive(),
    callsPerAgent: z.number().positive(),
  }),
])

/** How the dial of one customer goes, and what it leads to when a person answers and finds an agent. */
const fateSchema = z.strictObject({
  by: z.enum(['person', 'other']),
  afterSeconds: z.number().min(0),
  talkSeconds: z.number().min(0),
  wrapUpSeconds: z.number().min(0),
})

/** One campaign on one day; the README beside says the same in words. */
export const scenarioSchema = z.strictObject({
  name: z.string().min(1).max(40),
  title: z.string().max(200).default(''),
  hours: z.number().positive().max(24).default(8),
  patienceSeconds: z.number().positive().max(10).default(2),
  dial: dialSchema,
  talk: z.array(talkPartSchema).min(1).refine(sharesAddUp, 'the shares of the talks must add up to 1'),
  /** Replaces the mean of all talks by a multiple of it over the day. */
  talkOverDay: curveSchema.optional(),
  wrapUp: durationSchema,
  /** The share of the agents that is logged in. */
  agentsOverDay: curveSchema.optional(),
  shocks: z.array(shockSchema).default([]),
  /** Customers in the order in which they are dialled, instead of drawn ones; those behind the last are drawn. */
  fates: z.array(fateSchema).optional(),
  /** Customers who answered before the day began, within the 24 hours, and found an agent. */
  servedBefore: z.number().int().min(0).default(0),
})

export type Fate = z.infer<typeof fateSchema>
export type Scenario = z.infer<typeof scenarioSchema>
export type Curve = z.infer<typeof curveSchema>

/** The value of a curve at an hour; before its first and after its last point it is level. */
export function valueAt(curve: Curve, hour: number): number {
  let before = curve[0] as Curve[number]
  for (const point of curve) {
    if (point[0] > hour) return between(before, point, hour)
    before = point
  }
  return before[1]
}

function between(before: Curve[number], after: Curve[number], hour: number): number {
  if (after[0] === before[0] || hour <= before[0]) return before[1]
  return before[1] + ((after[1] - before[1]) * (hour - before[0])) / (after[0] - before[0])
}
