import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  callingHoursSetting,
  defaultCallingHours,
  lawfulNow,
  localTime,
  nextLawfulDay,
  nextLawfulMoment,
  parseCallingHours,
} from './index.ts'

const hours = defaultCallingHours
const kyiv = 'Europe/Kyiv'
const utc = (text: string) => Date.parse(`${text}Z`)

const anyMoment = fc.integer({ min: utc('2024-01-01T00:00:00'), max: utc('2029-01-01T00:00:00') })
const anyZone = fc.constantFrom(
  kyiv,
  'Europe/London',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'UTC',
)

describe('lawful hours', () => {
  it.each([
    ['2026-01-15T05:59:59', false],
    ['2026-01-15T06:00:00', true],
    ['2026-01-15T18:59:59', true],
    ['2026-01-15T19:00:00', false],
    // Summer time: three hours ahead of UTC.
    ['2026-07-15T05:00:00', true],
    ['2026-07-15T18:00:00', false],
  ])('at %s UTC a customer in Kyiv may be called: %s', (text, expected) => {
    expect(lawfulNow({ now: utc(text), timeZone: kyiv, hours })).toBe(expected)
  })

  it('gives the moment itself when it is lawful', () => {
    const now = utc('2026-01-15T12:34:56')
    expect(nextLawfulMoment({ now, timeZone: kyiv, hours })).toBe(now)
  })

  it('waits for eight in the morning, also in the night in which the clock is moved', () => {
    const opening = (text: string) => nextLawfulMoment({ now: utc(text), timeZone: kyiv, hours })
    expect(opening('2026-03-28T20:00:00')).toBe(utc('2026-03-29T05:00:00'))
    expect(opening('2026-10-24T20:00:00')).toBe(utc('2026-10-25T06:00:00'))
  })

  it('opens at the end of the gap when the hour of opening does not exist that night', () => {
    const early = { fromMinute: 3 * 60 + 30, untilMinute: 20 * 60 }
    const at = nextLawfulMoment({ now: utc('2026-03-28T20:00:00'), timeZone: kyiv, hours: early })
    expect(at).toBe(utc('2026-03-29T01:00:00'))
  })

  it('gives the first lawful moment: lawful itself, and nothing lawful just before it', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (now, timeZone) => {
        const at = nextLawfulMoment({ now, timeZone, hours })
        expect(at).toBeGreaterThanOrEqual(now)
        expect(at - now).toBeLessThanOrEqual(25 * 3_600_000)
        expect(lawfulNow({ now: at, timeZone, hours })).toBe(true)
        if (at > now) expect(lawfulNow({ now: at - 1, timeZone, hours })).toBe(false)
      }),
    )
  })

  it('gives an opening of the following local day for a day that is used up', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (now, timeZone) => {
        const at = nextLawfulDay({ now, timeZone, hours })
        const dayMs = Date.parse(localTime(at, timeZone).day) - Date.parse(localTime(now, timeZone).day)
        expect(dayMs).toBe(24 * 3_600_000)
        expect(localTime(at, timeZone).minuteOfDay).toBe(hours.fromMinute)
      }),
    )
  })
})

describe('calling hours of the environment', () => {
  it('are those of the law when nothing is said', () => {
    expect(callingHoursSetting.parse(undefined)).toEqual(defaultCallingHours)
  })

  it('may be all day, as in a demo whose customers never sleep', () => {
    const allDay = callingHoursSetting.parse('00:00-24:00')
    fc.assert(fc.property(anyMoment, anyZone, (now, timeZone) => lawfulNow({ now, timeZone, hours: allDay })))
  })

  it.each(['', '8-21', '21:00-08:00', '08:00-24:01', '08:60-21:00'])('are refused as “%s”', (text) => {
    expect(parseCallingHours(text)).toBeUndefined()
    expect(callingHoursSetting.safeParse(text).success).toBe(false)
  })
})
