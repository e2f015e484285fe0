import { expect, it } from 'vitest'
import { problemBelow } from './problem-below.ts'

it('tells the tenth entry of a list from the first', () => {
  const errors = { '/skills/10/level': 'Too high' }
  expect(problemBelow(errors, '/skills/1')).toBeUndefined()
  expect(problemBelow(errors, '/skills/10')).toBe('Too high')
  expect(problemBelow(errors, '/skills')).toBe('Too high')
})
