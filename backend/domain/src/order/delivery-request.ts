import type { OrderDelivery, OrderInput } from '../contract/index.ts'
import type { Mark } from '../questionnaire/index.ts'

/** What an agent wrote in free words, or promised, in the course of an order. */
export type DeliveryNote = { at: string; author: string | null; text: string }

export type DeliverySource = {
  deliveryId: string
  order: {
    id: string
    externalId: string
    number: string
    phone: string
    items: OrderInput['items']
    totalMinor: number
    currency: string
    comment: string | null
  }
  shop: { code: string; name: string }
  customer: { name: string; email: string | null }
  delivery: OrderDelivery
  marks: Mark[]
  notes: DeliveryNote[]
  agentName: string | null
  receivedAt: number
  confirmedAt: number
}

/**
 * What logistics gets (`data` of `delivery.requested`): the agreed delivery with every mark and note of the agents.
 * `revision` grows when a note is added afterwards; the highest one holds, in whatever order they arrive.
 */
export function deliveryRequest(source: DeliverySource) {
  const { deliveryId, order, shop, customer, delivery, marks, notes, agentName } = source
  return {
    deliveryId,
    revision: 1,
    orderId: order.id,
    externalId: order.externalId,
    number: order.number,
    shop,
    recipient: { name: customer.name, phone: order.phone, email: customer.email },
    items: order.items,
    totalMinor: order.totalMinor,
    currency: order.currency,
    delivery,
    orderComment: order.comment,
    marks,
    notes,
    confirmedBy: agentName,
    receivedAt: new Date(source.receivedAt).toISOString(),
    confirmedAt: new Date(source.confirmedAt).toISOString(),
  }
}
export type DeliveryRequest = ReturnType<typeof deliveryRequest>
