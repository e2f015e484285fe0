import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('work on one id runs in order, whatever became of the work before it', async () => {
  const takeTurn = createTurns()
  const done: string[] = []
  const step = (name: string) => async () => {
    done.push(`${name} begins`)
    await Promise.resolve()
    done.push(`${name} ends`)
    if (name === 'a') throw new Error('a failed')
  }
  const [first, second] = await Promise.allSettled([takeTurn('x', step('a')), takeTurn('x', step('b'))])
  expect(done).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
})

test('work on other ids does not wait', async () => {
  const takeTurn = createTurns()
  void takeTurn('x', () => new Promise(() => undefined))
  expect(await takeTurn('y', () => Promise.resolve('done'))).toBe('done')
})
