import { expect, it } from 'vitest'
import { isPaidNumber } from './is-paid-number.ts'

it.each([
  ['+380900212345', 'Ukraine’s services for money'],
  ['+380671234567', undefined],
  ['+380442000001', undefined],
  ['+79031234567', undefined],
  ['+48701234567', 'Poland’s services for money'],
  ['+447012345678', 'a British personal number, which leads anywhere'],
  ['+447400123456', undefined],
  ['+979123456789', 'the world’s services for money'],
  ['+870773111632', 'Inmarsat'],
  ['+881612345678', 'Iridium'],
  ['+88213300655', 'a network of no country'],
  ['+883510000000', 'a network of no country'],
  ['+878101234567890', 'the world’s personal numbers'],
  ['+80012345678', undefined],
])('%s costs more than the line: %s', (number, why) => {
  expect(isPaidNumber(number)).toBe(why !== undefined)
})
