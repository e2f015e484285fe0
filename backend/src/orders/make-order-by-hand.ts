import type { Knex } from '@orderline/db'
import { toDate, toJson } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { addOrderEvent } from './order-repository.ts'

export type OrderByHand = {
  handCallId: string
  clientId: string
  customerId: string
  number: string
  agentId: string
  at: EpochMs
}

/** ISO 4217: no currency. */
const noCurrency = 'XXX'

/**
 * The order of a customer who was unknown until an agent dialled; answers its id. It is one that dialling is done with
 * (exhausted): its agent may confirm or cancel it or promise a call, and no campaign ever begins to dial it. Its id at the
 * shop is our own, so that it never stands in the way of an order that the shop sends.
 */
export async function makeOrderByHand(trx: Knex.Transaction, order: OrderByHand): Promise<string> {
  const { handCallId, clientId, customerId, number, agentId, at } = order
  const id = createId()
  const label = `H-${id.slice(-8).toUpperCase()}`
  await trx('orders').insert({
    id,
    client_id: clientId,
    external_id: `hand-${handCallId}`,
    number: label,
    customer_id: customerId,
    phone: number,
    campaign_id: null,
    status: 'exhausted',
    items: toJson([]),
    total_minor: 0,
    currency: await currencyOf(trx, clientId),
    delivery: toJson({}),
    comment: null,
    source: toJson({ source: 'call', medium: 'by-hand' }),
    marketing_consent: false,
    placed_at: toDate(at),
    received_at: toDate(at),
    next_attempt_at: null,
    attempts_made: 0,
    responsible_id: agentId,
    by_hand: true,
  })
  await addOrderEvent(trx, { order_id: id, kind: 'received', text: label, at, author_id: agentId })
  return id
}

/** That of the shop's last order: nothing else says in what it sells. */
async function currencyOf(trx: Knex, clientId: string): Promise<string> {
  const last = await trx('orders').where({ client_id: clientId }).orderBy('received_at', 'desc').first('currency')
  return last?.currency ?? noCurrency
}
