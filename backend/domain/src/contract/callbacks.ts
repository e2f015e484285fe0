import { z } from 'zod'
import { e164Schema, idSchema, momentSchema, pageQuerySchema } from './common.ts'

/** Who asked for a call: an agent's promise, the customer in the queue, a call that found nobody, or an agent who dials. */
export const callbackSources = ['agent', 'queue', 'abandoned', 'missed', 'hand'] as const
export type CallbackSource = (typeof callbackSources)[number]

/** `POST /api/callbacks`; answered with the `CallbackView` that keeps the promise. */
export const callbackInputSchema = z.strictObject({
  clientId: idSchema,
  queueId: idSchema,
  /** Null: that of the missed call, for those who do not see whole numbers. */
  number: e164Schema.nullable(),
  name: z.string().trim().max(200).default(''),
  customerId: idSchema.nullable().default(null),
  orderId: idSchema.nullable().default(null),
  at: momentSchema,
  /** Null: anyone who fits. */
  agentId: idSchema.nullable().default(null),
  note: z.string().trim().max(2_000).default(''),
  /** The missed call that is called back; it counts as handled then. */
  missedCallId: idSchema.nullable().default(null),
})
export type CallbackInput = z.infer<typeof callbackInputSchema>
/** The same when its number is known. */
export type NumberedCallback = CallbackInput & { number: string }

/**
 * `POST /api/callbacks/outlook`: whether a call that somebody promises for `at` could be dialled then. About a call
 * (going on, in wrap-up or missed), a promise that is moved, or a number.
 */
export const callbackOutlookSchema = z.strictObject({
  at: momentSchema,
  about: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('call'), callId: idSchema }),
    z.strictObject({ kind: z.literal('callback'), id: idSchema }),
    z.strictObject({ kind: z.literal('number'), clientId: idSchema, number: e164Schema }),
  ]),
})
export type CallbackOutlookInput = z.infer<typeof callbackOutlookSchema>

/** What stands against a dial: the rule that refuses it. */
export type DialRule =
  'state' | 'client' | 'campaign' | 'paid-number' | 'do-not-call' | 'under-way' | 'hold' | 'hours' | 'attempts'

/** `from`: the first moment at which that rule lets it be dialled; null: never by itself. */
export type CallbackOutlook = { problem: { rule: DialRule; from: number | null } | null }

/** `PATCH /api/callbacks/:id`: another time, another agent (null: anyone), or both. */
export const callbackChangeSchema = z.strictObject({
  at: momentSchema.optional(),
  agentId: idSchema.nullable().optional(),
})
export type CallbackChange = z.infer<typeof callbackChangeSchema>

export const callbackListQuerySchema = pageQuerySchema.extend({
  clientId: idSchema.optional(),
  agentId: idSchema.optional(),
  state: z.enum(['open', 'done']).default('open'),
})

/** `GET /api/callbacks/choices`: for whom, by whom and where a call can be promised by the one who asks. */
export type CallbackChoices = {
  /** `queueId`: where calls about this client's orders go. */
  clients: { id: string; name: string; country: string; timeZone: string; queueId: string | null }[]
  queues: { id: string; name: string }[]
  /** An agent can promise for oneself only. */
  agents: { id: string; name: string }[]
}
