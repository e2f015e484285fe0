import type { OrderView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { sourceText } from './order-source.ts'

/** The rest of an order says nothing of where it came from. */
const textOf = (order: Partial<OrderView>) => sourceText(order as OrderView)

it('RS-40: where an order came from is told from the source to the keyword, without what the shop left out', () => {
  expect(textOf({ source: { keyword: 'kettle', campaign: 'spring', source: 'google', medium: '' } })).toBe(
    'google · spring · kettle',
  )
  expect(textOf({ source: null })).toBe('')
})

it('RS-40: of an order that a call by hand made no source of a shop is told', () => {
  expect(textOf({ source: { source: 'call', medium: 'by-hand' }, isByHand: true })).toBe('')
})
