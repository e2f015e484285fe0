import { expect, it } from 'vitest'
import { outcomeRows } from './outcome-rows.ts'

it('shows what has happened, the most frequent first, with its share', () => {
  expect(outcomeRows({ busy: 1, answered: 3, machine: 0 })).toEqual([
    { outcome: 'answered', count: 3, share: 0.75 },
    { outcome: 'busy', count: 1, share: 0.25 },
  ])
})
