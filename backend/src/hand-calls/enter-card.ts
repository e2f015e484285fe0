import type { Knex } from '@orderline/db'
import type { EpochMs, HandCard } from '@orderline/domain/contract'
import { findOrCreateWithin, nameTheNameless, type FoundCustomer } from '../customers/find-or-create.ts'
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

export type Entered = { call: HandCall; customer: FoundCustomer }

/**
 * Makes the customer of a call by hand, or takes who has the number by now, and the order that the card names or the
 * shop's setting asks for. In the transaction of the caller, who has locked the call's record.
 */
export async function enterCard(trx: Knex.Transaction, { call, card, makesOrder, at }: Entering): Promise<Entered> {
  const { id: handCallId, client_id: clientId, agent_id: agentId, number } = call
  const entered = card ? { name: card.name, about: card.about, order_number: card.orderNumber } : {}
  const known = { ...call, ...entered }
  const customer = await customerOf(trx, known, at)
  const customerId = customer.id
  const named = call.order_id ?? (await findNamedOrder(trx, clientId, known.order_number)) ?? null
  const needsOrder = named === null && makesOrder && customer.isNew
  const orderId = needsOrder
    ? await makeOrderByHand(trx, { handCallId, clientId, customerId, number, agentId, at })
    : named
  const next = { ...known, customer_id: customerId, order_id: orderId }
  await updateHandCall(trx, next)
  return { call: next, customer }
}

/** Once it is known who it is, it stays so, whoever has the number by now. */
async function customerOf(
  trx: Knex.Transaction,
  { customer_id: id, client_id: clientId, number, name }: HandCall,
  now: EpochMs,
): Promise<FoundCustomer> {
  if (id === null) return findOrCreateWithin(trx, { clientId, number, name, now })
  await nameTheNameless(trx, { id, name })
  return { id, isNew: false }
}
