import { describe, expect, it } from 'vitest'
import { parseRange } from './audio-range.ts'
import { parseVoicemailName } from './parse-voicemail-name.ts'

describe('the part of a sound that a player asks for', () => {
  it.each([
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
    ['', undefined],
  ])('%s', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected)
  })
})

describe('the name of a message', () => {
  it('tells when, to whom and by whom', () => {
    const at = 1_768_471_200_000
    const expected = { at, dialedNumber: '+380442000001', caller: '+380671234567' }
    expect(parseVoicemailName('1768471200_+380442000001_+380671234567.wav')).toEqual(expected)
    expect(parseVoicemailName('1768471200_380442000001_.wav')).toEqual({ ...expected, caller: '' })
  })

  it.each(['hello.wav', '1768471200_12/../x_1.wav', '1768471200_123.wav', '1768471200_1_2.mp3'])(
    '%s is none',
    (name) => {
      expect(parseVoicemailName(name)).toBeUndefined()
    },
  )
})
