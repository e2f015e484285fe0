import { randomUUID } from 'node:crypto'
import type { OrderView } from '@orderline/domain/contract'
import type { FaultCentre } from './fault-centre.ts'
import type { Reply } from './api.ts'

export type NewOrder = { shop: string; phone: string; externalId?: string }

/** A shop pushes an order; the last digit of the number chooses how its customer takes the call. */
export function pushOrder(
  centre: FaultCentre,
  { shop, phone, externalId = randomUUID() }: NewOrder,
): Promise<Reply<OrderView>> {
  const order = {
    externalId,
    customer: { name: 'Test Customer', phone },
    items: [{ name: 'Kettle', quantity: 1, priceMinor: 129_900 }],
    totalMinor: 129_900,
    currency: 'UAH',
  }
  return centre.shop(shop).api.ask<OrderView>('POST', '/api/v1/orders', {
    body: order,
    headers: { 'idempotency-key': externalId },
  })
}

export type AttemptRow = { order_id: string; outcome: string | null; ended_at: Date | null; started_at: Date }

/** Every dial that was begun for an order, oldest first, as it stands in the database. */
export function attemptsOf(centre: FaultCentre, orderId: string): Promise<AttemptRow[]> {
  return centre.db<AttemptRow>('attempts').where({ order_id: orderId }).orderBy('started_at')
}

/** How often a customer's phone rang twice at once: any two calls to the number that overlap. */
export function overlaps(centre: FaultCentre, number: string): number {
  const dials = centre.network.dials(number)
  const pairs = dials.flatMap((one, i) => dials.slice(i + 1).map((other) => [one, other] as const))
  return pairs.filter(([one, other]) => one.endedAt === null || one.endedAt > other.startedAt).length
}
