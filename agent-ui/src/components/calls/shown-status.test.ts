import { expect, it } from 'vitest'
import { shownStatus } from './shown-status.ts'

it('calls a dialled call without an answer dialing, and a customer without one waiting', () => {
  expect(shownStatus({ direction: 'outbound', status: 'waiting' })).toBe('dialing')
  expect(shownStatus({ direction: 'inbound', status: 'waiting' })).toBe('waiting')
  expect(shownStatus({ direction: 'outbound', status: 'talking' })).toBe('talking')
})
