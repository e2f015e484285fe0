import type { OrderSource, OrderView } from '@orderline/domain/contract'

export const sourceFields = ['source', 'medium', 'campaign', 'content', 'keyword'] as const

/** Where an order came from, as its shop says; of one that a call by hand made that is said elsewhere. */
export function sourceOf({ source, isByHand }: OrderView): OrderSource {
  return isByHand ? {} : (source ?? {})
}

/** The same in one line. */
export function sourceText(order: OrderView): string {
  const source = sourceOf(order)
  return sourceFields.flatMap((field) => source[field] || []).join(' · ')
}
