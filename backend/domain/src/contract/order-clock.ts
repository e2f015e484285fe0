import { z } from 'zod'
import { idSchema, momentQuerySchema, type EpochMs, type Page } from './common.ts'

/** Why an order is not counted in the promise of 15 minutes. */
export type ClockExclusion = 'unstaffed' | 'unreachable' | 'postponed' | 'cancelled'

/** What an order that is still under way waits for, when it will hardly make it. */
export type ClockRisk = 'no-attempt' | 'retry-later' | 'no-more-attempts' | 'in-contact' | 'waiting-logistics'

/** What became of the orders that were received in a span of time. */
export type ClockFigures = {
  orders: number
  /** At logistics within 15 minutes; later than that; not yet, though the 15 minutes are over; still within them. */
  kept: number
  late: number
  missed: number
  running: number
  excluded: Record<ClockExclusion, number>
  /** Kept of all that are decided; null while none is. */
  share: number | null
  /** From receipt to logistics, of those that logistics has. */
  p50Ms: number | null
  p95Ms: number | null
}

/** From logistics' acknowledgement until the customer had the goods, of those that have them. */
export type DeliveryFigures = { delivered: number; deliveryP50Ms: number | null; deliveryP95Ms: number | null }

export type RiskyOrder = {
  id: string
  number: string
  clientId: string
  clientName: string
  clientColor: string
  risk: ClockRisk
  receivedAt: EpochMs
  deadlineAt: EpochMs
  nextAttemptAt: EpochMs | null
}

export type OrderClockBoard = {
  serverTime: EpochMs
  centre: ClockFigures & DeliveryFigures
  shops: { clientId: string; name: string; color: string; figures: ClockFigures & DeliveryFigures }[]
  /** Least time left first. */
  atRisk: RiskyOrder[]
}

const dayMs = 24 * 3_600_000

/** Orders received from one moment until before another, at most a day and an hour of clock change apart. */
export const orderClockQuerySchema = z
  .object({
    from: momentQuerySchema,
    until: momentQuerySchema,
    clientId: idSchema.optional(),
  })
  .refine(({ from, until }) => from < until && until - from <= dayMs + dayMs / 24, {
    path: ['until'],
    message: 'after from, by a day at most',
  })
export type OrderClockQuery = z.infer<typeof orderClockQuerySchema>

/**
 * hand-call: what is left of a call that an agent dialled by hand; open where nobody was reached. call-missed: nobody has
 * called back in time; of the first call, where one number has called more than once.
 */
export const taskKinds = ['order-late', 'hand-call', 'call-missed'] as const
export type TaskKind = (typeof taskKinds)[number]

/** Something that a person must do. */
export type TaskView = {
  id: string
  kind: TaskKind
  subject: { kind: 'order' | 'call'; id: string; label: string }
  /** The order that a call was about. */
  orderId: string | null
  /** How many recordings the call has: `GET /api/calls/:id/recordings/1` and so on. */
  recordings: number
  /** Whose task it is, where it is one person's. */
  forName: string | null
  clientName: string | null
  dueAt: EpochMs
  createdAt: EpochMs
  doneAt: EpochMs | null
  /** Null while open, and when it settled itself. */
  doneByName: string | null
}
export type TaskPage = Page<TaskView>
