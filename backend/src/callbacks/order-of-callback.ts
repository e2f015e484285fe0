import type { Knex } from '@orderline/db'
import { toMsOrNull } from '@orderline/db'
import { isDialing } from '@orderline/domain/campaign'
import { orderStatuses, type NumberedCallback } from '@orderline/domain/contract'
import { isOpen } from '@orderline/domain/order'
import { invalidRequest } from '../http/validate.ts'
import { promisedStatuses } from './promised-statuses.ts'

type About = Pick<NumberedCallback, 'clientId' | 'customerId' | 'number'>

/** The order that a customer who called in vain probably called about: the only one that is still open. */
export async function findOnlyOpenOrder(db: Knex, { clientId, customerId, number }: About): Promise<string | null> {
  const customers =
    customerId === null
      ? db('customer_phones').where({ client_id: clientId, number }).select('customer_id')
      : [customerId]
  const orders = await db('orders')
    .where({ client_id: clientId })
    .whereIn('customer_id', customers)
    .whereIn('status', orderStatuses.filter(isOpen))
    .limit(2)
    .select('id')
  const [only, second] = orders
  return only && !second ? only.id : null
}

/**
 * The order on which a promise about it is kept, so that it is one call and not two: an open one that a campaign dials
 * then, at the same number. Null: the promise is a record of its own, which names the order.
 */
export async function findDialedOrder(
  db: Knex,
  { orderId, clientId, number, at }: Pick<NumberedCallback, 'orderId' | 'clientId' | 'number' | 'at'>,
): Promise<string | null> {
  if (orderId === null) return null
  const order = await db('orders').where({ id: orderId, client_id: clientId }).first('status', 'phone', 'campaign_id')
  if (!order) throw invalidRequest([{ pointer: '/orderId', code: 'unknown', detail: 'the client has no such order' }])
  const { status, phone, campaign_id: campaignId } = order
  if (!isOpen(status) || phone !== number || !campaignId) return null
  // A campaign that rests dials nobody, not even whom a person has promised a call.
  const campaign = await db('campaigns').where({ id: campaignId }).first('status', 'starts_at', 'ends_at')
  if (!campaign) return null
  const span = { startsAt: toMsOrNull(campaign.starts_at), endsAt: toMsOrNull(campaign.ends_at) }
  return isDialing({ status: campaign.status, ...span }, at) ? orderId : null
}

/** Whether a call was promised for this missed call already, on this order, and is still to be kept. */
export async function isPromisedOn(
  db: Knex,
  { callId, orderId }: { callId: string; orderId: string },
): Promise<boolean> {
  const [call, order] = await Promise.all([
    db('calls').where({ id: callId, order_id: orderId }).whereNotNull('handled_at').first('id'),
    db('orders').where({ id: orderId }).whereIn('status', promisedStatuses).whereNotNull('promised_at').first('id'),
  ])
  return call !== undefined && order !== undefined
}
