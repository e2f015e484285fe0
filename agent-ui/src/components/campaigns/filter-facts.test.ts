import type { OrderFilter } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { withFact } from './filter-facts.ts'

it('leaves out of a filter what does not filter', () => {
  const filter: OrderFilter = { minTotalMinor: 100, regions: ['Київська'] }
  expect(withFact(filter, 'regions', [])).toEqual({ minTotalMinor: 100 })
  expect(withFact(filter, 'minTotalMinor', null)).toEqual({ regions: ['Київська'] })
  expect(withFact(filter, 'maxTotalMinor', 0)).toEqual({ ...filter, maxTotalMinor: 0 })
})
