import { attemptOutcomes } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { choiceOf, retriedOutcomes, withChoice } from './retry-choices.ts'

it('lists every outcome once', () => {
  expect([...retriedOutcomes].sort()).toEqual([...attemptOutcomes].sort())
})

it('keeps the other outcomes when one goes back to the house’s rule', () => {
  const rules = withChoice(withChoice({}, 'busy', 'retry'), 'machine', 'stop')
  expect(choiceOf(rules, 'busy')).toBe('retry')
  const without = withChoice(rules, 'busy', 'house')
  expect(without).toEqual({ machine: { kind: 'stop' } })
  expect(choiceOf(without, 'busy')).toBe('house')
})
