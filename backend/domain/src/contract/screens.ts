import { z } from 'zod'
import { idSchema, momentQuerySchema, pageQuerySchema, type Role } from './common.ts'
import type { CallRecordView, CustomerView } from './desktop.ts'
import { orderStatuses, type OrderDelivery, type OrderView, type TimelineEntry } from './orders.ts'

/** Query of `GET /api/orders`. Role client sees its own shop whatever it asks for. */
export const orderListQuerySchema = pageQuerySchema.extend({
  status: z.enum(orderStatuses).optional(),
  clientId: idSchema.optional(),
  customerId: idSchema.optional(),
  /** Received at or after, epoch ms. */
  from: momentQuerySchema.optional(),
})
export type OrderListQuery = z.infer<typeof orderListQuerySchema>

/** Query of `GET /api/calls`. */
export const callListQuerySchema = pageQuerySchema.extend({
  status: z.enum(['waiting', 'talking', 'answered', 'missed', 'failed']).optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  clientId: idSchema.optional(),
  customerId: idSchema.optional(),
  /** Started at or after, epoch ms. */
  from: momentQuerySchema.optional(),
})
export type CallListQuery = z.infer<typeof callListQuerySchema>

/** `POST /api/orders/:id/notes`. */
export const noteInputSchema = z.strictObject({ text: z.string().trim().min(1).max(2000) })

/** `PATCH /api/customers/:id`; what is left out stays. */
export const customerPatchSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    email: z.email().max(200).nullable(),
    city: z.string().trim().max(120).nullable(),
    region: z.string().trim().max(120).nullable(),
    address: z.string().trim().max(300).nullable(),
    note: z.string().trim().max(2000).nullable(),
  })
  .partial()
export type CustomerPatch = z.infer<typeof customerPatchSchema>

/** `GET /api/customers/:id`. */
export type CustomerDetailView = CustomerView & {
  createdAt: number
  /** Newest first, the last fifty. */
  lastOrders: OrderView[]
  lastContacts: TimelineEntry[]
}

/** One line of a call's journal; `payload` is the journal entry. */
export type CallEventView = {
  id: string
  at: number
  type: string
  agentName: string | null
  payload: Record<string, unknown>
}

/** One decision of the router: whom it chose, and why the others were not ({@link RoutingDecision} with names). */
export type RoutingDecisionView = {
  at: number
  chosenAgentName: string | null
  reasons: string[]
  considered: { agentId: string; agentName: string; verdict: string }[]
  counts: Record<string, number>
}

/**
 * `GET /api/calls/:id`. Recordings: `GET /api/calls/:id/recordings/:number`, from 1; voicemail:
 * `GET /api/calls/:id/voicemail`.
 */
export type CallDetailView = CallRecordView & {
  note: string | null
  /** One for each conversation: a transfer begins the next. */
  recordingCount: number
  hasVoicemail: boolean
  handledBy: string | null
  handledAt: number | null
  journal: CallEventView[]
  routing: RoutingDecisionView[]
}

/** `GET /api/deliveries`, newest first. */
export type DeliveryView = {
  id: string
  orderId: string
  clientName: string
  orderNumber: string
  externalId: string
  customerName: string
  customerPhone: string
  delivery: OrderDelivery
  items: { name: string; quantity: number }[]
  totalMinor: number
  currency: string
  comment: string | null
  status: string
  createdAt: number
  /** When logistics answered 2xx. */
  acknowledgedAt: number | null
  /** When the customer had the goods. */
  deliveredAt: number | null
}

/** `GET /api/admin/webhooks`: a row of the outbox. */
export type WebhookView = {
  id: string
  clientId: string
  clientName: string
  target: 'shop' | 'logistics'
  type: string
  orderId: string | null
  state: 'pending' | 'delivered' | 'given-up'
  attempts: number
  createdAt: number
  nextAttemptAt: number | null
  deliveredAt: number | null
  givenUpAt: number | null
  lastError: string | null
  payload: Record<string, unknown>
}

/** `GET /api/admin/clients/:id/webhook-secrets`. */
export type WebhookSecretsView = Record<WebhookTarget, string> & {
  /** Until when the secret before it signs too, so that a receiver can change over; null when there is none. */
  formerUntil: Record<WebhookTarget, number | null>
}
export const webhookTargets = ['shop', 'logistics'] as const
export type WebhookTarget = (typeof webhookTargets)[number]

/** `GET /api/admin/audit`. */
export type AuditEntryView = {
  id: string
  at: number
  userName: string | null
  action: string
  subject: string
  subjectId: string | null
  details: Record<string, unknown>
}

/** `GET /api/demo`: only of a centre that runs as a demo, so passwords of its demo people are no secret. */
export type DemoView = {
  shops: {
    id: string
    code: string
    name: string
    color: string
    currency: string
    dids: string[]
    products: { sku: string; name: string; priceMinor: number; category?: string }[]
  }[]
  /** The demo customer's SIP account at the carrier; the WebSocket is `/demo-sip` of the page's own origin. */
  phone: { username: string; password: string; realm: string; number: string }
  logins: { role: Role; login: string; password: string; name: string }[]
}

/** `POST /api/demo/orders`; answers the order as the public API does. */
export const demoOrderInputSchema = z.strictObject({
  clientCode: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(200),
  phone: z.string().trim().min(3).max(40),
  city: z.string().trim().max(120).default(''),
  comment: z.string().trim().max(1000).default(''),
  items: z
    .array(z.strictObject({ sku: z.string().min(1).max(80), quantity: z.number().int().min(1).max(99) }))
    .min(1)
    .max(20),
})
export type DemoOrderInput = z.input<typeof demoOrderInputSchema>

/** `POST /api/demo/calls`: a simulated customer calls a shop. */
export const demoCallInputSchema = z.strictObject({ clientCode: z.string().min(1).max(40) })

/** `GET /api/demo/webhooks` (a page, newest first): what the demo's own receivers got. */
export type DemoWebhookView = {
  id: string
  at: number
  receiver: 'shop' | 'logistics'
  clientCode: string
  type: string
  /** The signature was right (Standard Webhooks 1.0.0). */
  isVerified: boolean
  payload: Record<string, unknown>
}
