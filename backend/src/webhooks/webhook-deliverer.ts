import { transaction, type Database } from '@orderline/db'
import type { Logger } from '@orderline/runtime/logger'
import { acknowledgeDelivery } from '../deliveries/delivery-repository.ts'
import { claim, markDelivered, markFailed, type ClaimedWebhook } from './outbox-repository.ts'
import { planRetry } from './retry-plan.ts'
import type { SendResult, SendWebhook } from './send-webhook.ts'

export type DeliveryOutcome =
  | { state: 'delivered' }
  | { state: 'retry'; at: number; attempts: number }
  | { state: 'given-up' }
  /** Somebody else has it, or it is not due. */
  | { state: 'skipped' }

export type WebhookDeliverer = ReturnType<typeof createWebhookDeliverer>
export type WebhookDelivererDeps = { db: Database; send: SendWebhook; now: () => number; log: Logger }

/**
 * Makes one attempt at a row of the outbox. At least once: a receiver may hear a message again when we die between
 * its answer and our note of it, with the same webhook-id.
 */
export function createWebhookDeliverer({ db, send, now, log }: WebhookDelivererDeps) {
  async function succeed({ id, orderId, target, payload }: ClaimedWebhook): Promise<DeliveryOutcome> {
    await transaction(db, async (trx) => {
      await markDelivered(trx, id, now())
      const isHandOver = target === 'logistics' && payload['type'] === 'delivery.requested'
      if (isHandOver && orderId) await acknowledgeDelivery(trx, orderId, now())
    })
    return { state: 'delivered' }
  }

  async function fail(webhook: ClaimedWebhook, result: Extract<SendResult, { ok: false }>): Promise<DeliveryOutcome> {
    const { id: webhookId, attempts, createdAt } = webhook
    const { problem, said = '', askedWait, isGone } = result
    // 410 Gone: the receiver wants nothing more of this (Standard Webhooks 1.0.0, "operational considerations").
    const retryAt = isGone ? undefined : planRetry({ attempts, createdAt, now: now(), askedWait })
    const isOurs = await markFailed(db, webhook, { problem: `${problem} ${said}`.trim(), retryAt, now: now() })
    log.warn({ webhookId, attempts, problem, retryAt, isOurs, pii: { said } }, 'webhook was not delivered')
    if (!isOurs) return { state: 'skipped' }
    return retryAt === undefined ? { state: 'given-up' } : { state: 'retry', at: retryAt, attempts }
  }

  return {
    async deliver(id: string): Promise<DeliveryOutcome> {
      const webhook = await claim(db, id, now())
      if (!webhook) return { state: 'skipped' }
      const { url, secrets, payload } = webhook
      if (url === null) return fail(webhook, { ok: false, problem: 'no address is set for this receiver' })
      const result = await send({ id, url, secrets, body: JSON.stringify(payload), at: now() })
      return result.ok ? succeed(webhook) : fail(webhook, result)
    },
  }
}
