import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createChoice } from './requester.ts'

function createPool() {
  return ['a', 'b'].map((name) => {
    const line = { name, pending: 0, up: true, load: () => line.pending, isOpen: () => line.up }
    return line
  })
}
function choosing(pool: ReturnType<typeof createPool>) {
  const choose = createChoice(pool)
  return () => {
    const line = choose()
    line.pending += 1
    return line.name
  }
}

test('requests of one moment share a connection, three at most', () => {
  const choose = choosing(createPool())
  expect([choose(), choose(), choose(), choose()]).toEqual(['a', 'a', 'a', 'b'])
})

test('a later request goes where least is under way', async () => {
  const choose = choosing(createPool())
  choose()
  await nextTurn()
  expect(choose()).toBe('b')
})

test('a connection that is down is not chosen', () => {
  const pool = createPool()
  const choose = choosing(pool)
  choose()
  pool[0]!.up = false
  expect(choose()).toBe('b')
})
