import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { webhookData, webhookTypes, type WebhookType } from '../webhooks/webhook-data.ts'

const summaries: Record<WebhookType, string> = {
  'order.confirmed': 'To the shop: the customer confirmed; `data` has the agreed delivery, marks and notes.',
  'order.cancelled': 'To the shop: the order was cancelled, with the reason.',
  'order.attempted': 'To the shop: a call to the customer ended without a conversation.',
  'order.delivered':
    'To the shop: logistics said when the customer got the goods, or with `deliveredAt` null took it back.',
  'call.ended': 'To the shop: a call with a customer ended.',
  'answers.completed': 'To the shop: a questionnaire was filled in.',
  'delivery.requested': 'To logistics: deliver this order.',
  'delivery.updated': 'To logistics: a note was added; the highest `revision` holds.',
}

const headers = z.object({
  'webhook-id': z.string().describe('The same for each attempt of one message: ignore what you have seen'),
  'webhook-timestamp': z.string().describe('Unix seconds of this attempt'),
  'webhook-signature': z.string().describe('`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`'),
})

/** What we send: Standard Webhooks 1.0.0. */
export function describeWebhooks(registry: OpenAPIRegistry): void {
  for (const type of webhookTypes) {
    const schema = z.object({
      type: z.literal(type),
      timestamp: z.iso.datetime(),
      data: webhookData[type],
    })
    registry.registerWebhook({
      method: 'post',
      path: type,
      operationId: type,
      summary: summaries[type],
      request: { headers, body: { required: true, content: { 'application/json': { schema } } } },
      responses: { '2XX': { description: 'Received. Anything else is sent again, for three days.' } },
    })
  }
}
