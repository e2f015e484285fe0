import { attemptOutcomes } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { choiceOf, retriedOutcomes, withChoice } from './retry-choices.ts'

it('lists every outcome once', () => {
  expect([...retriedOutcomes].sort()).toEqual([...attemptOutcomes].sort())
})

it('gives each outcome figures of its own: one is changed in place, and the others stay', () => {
  const rules = withChoice(withChoice({}, 'busy', 'retry'), 'machine', 'retry')
  Object.assign(rules.busy!, { afterMinutes: 5 })
  expect(rules.machine).toMatchObject({ afterMinutes: 60 })
  expect(withChoice({}, 'busy', 'retry').busy).toMatchObject({ afterMinutes: 60 })
})

it('keeps the other outcomes when one goes back to the house’s rule', () => {
  const rules = withChoice(withChoice({}, 'busy', 'retry'), 'machine', 'stop')
  expect(choiceOf(rules, 'busy')).toBe('retry')
  const without = withChoice(rules, 'busy', 'house')
  expect(without).toEqual({ machine: { kind: 'stop' } })
  expect(choiceOf(without, 'busy')).toBe('house')
})
