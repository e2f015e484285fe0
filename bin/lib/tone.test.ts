import { expect, test } from 'vitest'
import { alawTone, encodeAlaw } from './tone.mjs'

// Values of ITU-T G.711, table 1a, for 16-bit samples.
test.each([
  [0, 0xd5],
  [32_767, 0xaa],
  [-32_768, 0x2a],
  [1000, 0xfa],
  [-1000, 0x7a],
])('the sample %i is %i in A-law', (sample, expected) => {
  expect(encodeAlaw(sample)).toBe(expected)
})

test('a second of tone is 8000 bytes, and no silence', () => {
  const tone = alawTone({ hertz: 440, seconds: 1 })
  expect(tone).toHaveLength(8000)
  expect(new Set(tone).size).toBeGreaterThan(30)
})
