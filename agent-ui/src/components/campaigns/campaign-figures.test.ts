import { expect, it } from 'vitest'
import { aProgress } from '../../testing/a-campaign.ts'
import { contactRate, nearnessTo, sharesOf } from './campaign-figures.ts'

it('warns of abandoned customers from nine tenths of the cap on, and is over only past the cap', () => {
  expect(nearnessTo(0.03, 0.026)).toBe('success')
  expect(nearnessTo(0.03, 0.027)).toBe('warning')
  expect(nearnessTo(0.03, 0.03)).toBe('warning')
  expect(nearnessTo(0.03, 0.0301)).toBe('error')
})

it('says no contact rate before the first dial', () => {
  expect(contactRate(aProgress({ dials: 0, contacts: 0 }))).toBeNull()
  expect(contactRate(aProgress({ dials: 100, contacts: 30 }))).toBe(0.3)
})

it('divides the bar of progress into parts that add up to one; an empty list has none', () => {
  const shares = sharesOf(aProgress({ left: 70, inFlight: 10, done: 20 }))
  expect(shares).toEqual({ done: 0.2, inFlight: 0.1, left: 0.7 })
  expect(sharesOf(aProgress({ left: 0, inFlight: 0, done: 0 }))).toEqual({ done: 0, inFlight: 0, left: 0 })
})
