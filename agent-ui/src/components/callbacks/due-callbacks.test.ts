import { expect, it } from 'vitest'
import { dueOf } from './due-callbacks.ts'

const minute = 60_000

it('presses from a quarter of an hour before the promised moment on', () => {
  expect(dueOf(16 * minute, 0)).toBe('later')
  expect(dueOf(15 * minute, 0)).toBe('soon')
  expect(dueOf(1, 0)).toBe('soon')
  expect(dueOf(0, 0)).toBe('over')
})
