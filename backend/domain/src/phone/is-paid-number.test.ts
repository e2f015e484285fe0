import { expect, it } from 'vitest'
import { isPaidNumber } from './is-paid-number.ts'

it.each([
  ['+380900212345', 'Ukraine’s services for money'],
  ['+380671234567', undefined],
  ['+380442000001', undefined],
  ['+79031234567', undefined],
  ['+48701234567', 'Poland’s services for money'],
  ['+979123456789', 'the world’s services for money'],
])('%s costs more than the line: %s', (number, why) => {
  expect(isPaidNumber(number)).toBe(why !== undefined)
})
