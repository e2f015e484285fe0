import type { Knex } from '@orderline/db'
import type { EpochMs, HandCard } from '@orderline/domain/contract'
import { findOrCreateWithin } from '../customers/find-or-create.ts'
import { findNamedOrder, updateHandCall, type HandCall } from './hand-calls-repository.ts'
import { makeOrderByHand } from '../orders/make-order-by-hand.ts'

export type Entering = {
  call: HandCall
  /** Null: the number is all that is known. */
  card: HandCard | null
  /** The shop wants an order of each unknown number that is dialled by hand. */
  makesOrder: boolean
  at: EpochMs
}

/**
 * Makes the customer of a call by hand, or takes who has the number by now, and the order that the card names or the
 * shop's setting asks for. In the transaction of the caller, who has locked the call's record.
 */
export async function enterCard(trx: Knex.Transaction, { call, card, makesOrder, at }: Entering): Promise<HandCall> {
  const { id: handCallId, client_id: clientId, agent_id: agentId, number } = call
  const entered = card ? { name: card.name, about: card.about, order_number: card.orderNumber } : {}
  const known = { ...call, ...entered }
  const customer = await findOrCreateWithin(trx, { clientId, number, name: known.name, now: at })
  const customerId = call.customer_id ?? customer.id
  const named = call.order_id ?? (await findNamedOrder(trx, clientId, known.order_number)) ?? null
  const needsOrder = named === null && makesOrder && customer.isNew
  const orderId = needsOrder
    ? await makeOrderByHand(trx, { handCallId, clientId, customerId, number, agentId, at })
    : named
  const next = { ...known, customer_id: customerId, order_id: orderId }
  await updateHandCall(trx, next)
  return next
}
