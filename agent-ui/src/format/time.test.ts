import { describe, expect, it } from 'vitest'
import { formatDay, formatInstant, formatMoment, formatSpan } from './time.ts'

const at = new Date(2026, 0, 15, 0, 5, 9, 7).getTime()
const sameDay = at + 3_600_000
const locales = ['en', 'uk', 'ru']

describe('a time of day', () => {
  it.each(locales)('is on the clock of 24 hours in %s', (locale) => {
    expect(formatMoment(at, locale, { now: sameDay })).toBe('00:05')
    expect(formatMoment(at, locale, { now: sameDay + 48 * 3_600_000 })).toContain('00:05')
    expect(formatMoment(at, locale, { now: sameDay + 48 * 3_600_000 })).not.toMatch(/AM|PM/)
  })

  it.each(locales)('tells the milliseconds of an event at its end in %s', (locale) => {
    expect(formatInstant(at, locale)).toMatch(/^00:05:09[.,]007$/)
  })
})

it('a moment is told by the calendar of the zone that is asked for', () => {
  const now = Date.UTC(2026, 11, 31, 20)
  const told = (at: number) =>
    ['Europe/Kyiv', 'Asia/Tokyo'].map((timeZone) => formatMoment(at, 'en', { now, timeZone }))
  expect(told(now)).toEqual(['22:00', '05:00'])
  expect(told(now + 3 * 3_600_000)).toEqual(['Jan 1, 2027, 01:00', '08:00'])
})

it.each([
  [27 * 3_600_000, '1 day 3 hr'],
  [125 * 60_000, '2 hr 5 min'],
  [40_000, '1 min'],
])('a span of %d ms is told in the two coarsest units', (ms, text) => {
  expect(formatSpan(ms, 'en')).toBe(text)
})

it('a wished day is told in the reader’s language, and the same one in every zone', () => {
  expect(formatDay('2026-11-25', 'en')).toBe('Wed, Nov 25')
  expect(formatDay('2026-11-25', 'uk')).toBe('ср, 25 лист.')
  expect(formatDay('after the holidays', 'en')).toBe('after the holidays')
})
