import { afterEach, expect, test } from 'vitest'
import { installClock } from './stepped-clock.mjs'

const noon = Date.parse('2026-11-18T12:00:00Z')
let clock: ReturnType<typeof installClock> | undefined
afterEach(() => clock?.restore())

test('time stands still until it is moved', () => {
  clock = installClock(noon)
  expect(Date.now()).toBe(noon)
  clock.step(250)
  expect([Date.now() - noon, performance.now()]).toEqual([250, 250])
})

test('runs what has become due, the earliest first, and nothing that was cleared by one before it', () => {
  clock = installClock(noon)
  const ran: string[] = []
  setTimeout(() => ran.push('late'), 30)
  const cleared = setTimeout(() => ran.push('cleared'), 20)
  setTimeout(() => (ran.push('early'), clearTimeout(cleared)), 10)
  setTimeout(() => ran.push('not yet'), 101)
  clock.step(100)
  expect(ran).toEqual(['early', 'late'])
})

test('an interval comes again with each step that is long enough', () => {
  clock = installClock(noon)
  let count = 0
  const timer = setInterval(() => (count += 1), 100)
  for (let step = 0; step < 3; step += 1) clock.step(100)
  clearInterval(timer)
  clock.step(100)
  expect(count).toBe(3)
})
