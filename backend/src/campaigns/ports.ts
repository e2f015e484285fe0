import type { Knex } from 'knex'
import type { DialOrder, EpochMs } from '@orderline/domain/contract'

/** Reserves an agent, makes the live call and dials; or says why it did not, and then nothing has happened. */
export type StartDialedCall = (
  order: DialOrder,
) => Promise<{ started: true; callId: string; agentId: string } | { started: false; because: string }>

/** A webhook to the shop, written to the outbox in the transaction of the fact that it tells. */
export type ShopWebhook = {
  clientId: string
  type: 'order.attempted' | 'call.ended'
  orderId: string | null
  at: EpochMs
  data: Record<string, unknown>
}

/** Of the outbox: a row now, a push to the one who delivers once the transaction is committed. */
export type Webhooks = {
  enqueue(trx: Knex.Transaction, webhook: ShopWebhook): Promise<void>
  /** Called after each commit that may have added rows. */
  deliverSoon(): void
}
