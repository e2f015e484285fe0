import type { Knex } from '@orderline/db'
import { toDate, toJson } from '@orderline/db'
import { createId } from '@orderline/runtime/ids'
import type { WebhookData, WebhookType } from './webhook-data.ts'

export type OutboxMessage = {
  clientId: string
  target: 'shop' | 'logistics'
  orderId: string | null
} & { [Type in WebhookType]: { type: Type; data: WebhookData<Type> } }[WebhookType]
export type Outbox = ReturnType<typeof createOutbox>

export type OutboxDeps = {
  now: () => number
  /** Asks for delivery of these rows, or of all that are due. Must not throw: what is missed, the sweeper finds. */
  enqueue: (ids?: string[]) => void
}

/**
 * Messages to the outside are rows first, written in the transaction of the fact that they tell of, so that there is
 * neither a fact without its message nor a message without its fact.
 */
export function createOutbox({ now, enqueue }: OutboxDeps) {
  async function write(trx: Knex.Transaction, messages: OutboxMessage[]): Promise<string[]> {
    const deaf = await findShopsWithoutAddress(trx, messages)
    const rows = messages
      .filter(({ target, clientId }) => target === 'logistics' || !deaf.has(clientId))
      .map((message) => toRow(message, now()))
    if (rows.length > 0) await trx('outbox').insert(rows)
    return rows.map((row) => row.id)
  }

  return {
    /**
     * Writes messages; answers the ids for `deliverSoon`. A shop without an address wants no webhooks (it may ask
     * the API). Logistics always gets a row: a confirmed order waits there until its address is known.
     */
    write,

    /** To be called after the commit; without ids when the caller did not keep them. */
    deliverSoon(ids?: string[]): void {
      if (ids?.length !== 0) enqueue(ids)
    },
  }
}

async function findShopsWithoutAddress(trx: Knex.Transaction, messages: OutboxMessage[]): Promise<Set<string>> {
  const toShops = messages.filter((message) => message.target === 'shop').map((message) => message.clientId)
  if (toShops.length === 0) return new Set()
  const rows = await trx('clients').whereIn('id', toShops).whereNull('shop_webhook_url').select('id')
  return new Set(rows.map((row) => row.id))
}

/** The payload is the whole body (Standard Webhooks 1.0.0), so that each attempt sends the same bytes. */
function toRow({ clientId, target, type, data, orderId }: OutboxMessage, now: number) {
  return {
    id: createId(),
    client_id: clientId,
    target,
    type,
    payload: toJson<Record<string, unknown>>({ type, timestamp: new Date(now).toISOString(), data }),
    order_id: orderId,
    created_at: toDate(now),
    next_attempt_at: toDate(now),
  }
}
