import { expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

test('an ordinary name stays as it is, whatever its alphabet', () => {
  expect(cleanText('Олена Коваленко-O’Brien 😀')).toBe('Олена Коваленко-O’Brien 😀')
})

test('markup stays text', () => {
  expect(cleanText('<script>alert(1)</script>')).toBe('<script>alert(1)</script>')
})

test('control characters become spaces, and of marks of direction nothing is left', () => {
  expect(cleanText('a\u0000b\r\nc\u001b[31m\u202eevil\u2066')).toBe('a b c [31mevil')
})

test('text is cut to 80 characters, and never inside one', () => {
  expect([...(cleanText('😀'.repeat(10_000)) ?? '')]).toHaveLength(80)
})

test('broken surrogates become the replacement character', () => {
  expect(cleanText('a\ud800b')).toBe('a\ufffdb')
})

test.each(['', '   ', '\u0000\u0001'])('nothing is left of %j', (text) => {
  expect(cleanText(text)).toBeNull()
})
