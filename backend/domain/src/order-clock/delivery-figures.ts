import type { DeliveryFigures, OrderClock } from '../contract/index.ts'
import { percentile } from './percentile.ts'

/** How long logistics took from its acknowledgement until the customer had the goods. */
export function deliveryFigures(clocks: readonly Pick<OrderClock, 'handedOverAt' | 'deliveredAt'>[]): DeliveryFigures {
  const times = clocks
    .flatMap(({ handedOverAt, deliveredAt }) =>
      handedOverAt === null || deliveredAt === null ? [] : [deliveredAt - handedOverAt],
    )
    .sort((a, b) => a - b)
  return { delivered: times.length, deliveryP50Ms: percentile(times, 0.5), deliveryP95Ms: percentile(times, 0.95) }
}
