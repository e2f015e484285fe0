import { expect, it } from 'vitest'
import { monthsBefore } from './keep-until.ts'

it.each([
  ['2026-11-22T10:00:00.000Z', 13, '2025-10-22T10:00:00.000Z'],
  ['2026-03-31T00:00:00.000Z', 1, '2026-02-28T00:00:00.000Z'],
  ['2026-01-15T00:00:00.000Z', 1, '2025-12-15T00:00:00.000Z'],
])('%s, %i months before, is %s', (now, months, then) => {
  expect(new Date(monthsBefore(Date.parse(now), months)).toISOString()).toBe(then)
})
