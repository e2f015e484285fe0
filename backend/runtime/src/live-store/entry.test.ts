import { expect, test } from 'vitest'
import { readHead } from './entry.ts'

test('the head of a message is read whatever its id holds', () => {
  const id = 'a"b\\c"'
  expect(readHead(`{"id":${JSON.stringify(id)},"v":12,"by":"w/1","call":{"v":3}}`)).toEqual({ id, v: 12, by: 'w/1' })
})

test('what is no message has no head', () => {
  expect(readHead('{"v":12,"by":"w/1","call":{}}')).toBeUndefined()
  expect(readHead('')).toBeUndefined()
})
