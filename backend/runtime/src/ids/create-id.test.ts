import { expect, test } from 'vitest'
import { createId } from './index.ts'

test('an id is a UUID of version 7 and variant 10', () => {
  expect(createId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an id begins with the time of its creation', () => {
  const before = Date.now()
  const at = Number.parseInt(createId().replaceAll('-', '').slice(0, 12), 16)
  expect(at).toBeGreaterThanOrEqual(before)
})

test('ids made one after the other grow, also within one millisecond', () => {
  const ids = Array.from({ length: 20_000 }, createId)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
