import { deliveryRequest } from '@orderline/domain/order'
import { createId } from '@orderline/runtime/ids'
import type { OutboxMessage } from './outbox.ts'

const externalId = '100500'
const number = 'ї-100500'

/** A message to the shop, for tests that care who gets it and not what it says. */
export function aMessage(clientId: string, orderId: string | null = null): OutboxMessage {
  const data = { orderId: orderId ?? createId(), externalId, number, deliveredAt: null }
  return { clientId, target: 'shop', type: 'order.delivered', data, orderId }
}

/** What logistics is asked to deliver. */
export function aDeliveryMessage(clientId: string, orderId: string): OutboxMessage {
  const phone = '+380981234567'
  const data = deliveryRequest({
    deliveryId: createId(),
    order: { id: orderId, externalId, number, phone, items: [], totalMinor: 0, currency: 'UAH', comment: null },
    shop: { code: 'vesna', name: 'Vesna' },
    customer: { name: 'Олена', email: null },
    ...{ delivery: {}, marks: [], notes: [], agentName: null, receivedAt: 0, confirmedAt: 0 },
  })
  return { clientId, target: 'logistics', type: 'delivery.requested', data, orderId }
}
