import { describe, expect, it } from 'vitest'
import { epochOfZoned, formatZoned, knownZones, tomorrowAt, zonedOfEpoch } from './zoned-time.ts'

describe('times in the zone of the customer', () => {
  it('knows summer and winter of the zone', () => {
    expect(epochOfZoned('2026-07-01T10:00', 'Europe/Kyiv')).toBe(Date.UTC(2026, 6, 1, 7))
    expect(epochOfZoned('2026-12-01T10:00', 'Europe/Kyiv')).toBe(Date.UTC(2026, 11, 1, 8))
  })

  it('is right in the hours around a change of the clocks', () => {
    expect(epochOfZoned('2026-03-29T02:30', 'Europe/Kyiv')).toBe(Date.UTC(2026, 2, 29, 0, 30))
    expect(epochOfZoned('2026-03-29T04:30', 'Europe/Kyiv')).toBe(Date.UTC(2026, 2, 29, 1, 30))
  })

  it('goes there and back', () => {
    const at = Date.UTC(2026, 4, 12, 9, 30)
    expect(zonedOfEpoch(at, 'Asia/Almaty')).toBe('2026-05-12T14:30')
    expect(epochOfZoned('2026-05-12T14:30', 'Asia/Almaty')).toBe(at)
  })

  it('finds tomorrow on the calendar of the zone, not of this machine', () => {
    const lateEvening = Date.UTC(2026, 4, 12, 22, 30)
    expect(zonedOfEpoch(tomorrowAt(10, lateEvening, 'Europe/Kyiv'), 'Europe/Kyiv')).toBe('2026-05-14T10:00')
  })

  it('refuses what is no time', () => {
    expect(epochOfZoned('', 'Europe/Kyiv')).toBeUndefined()
  })
})

it('writes a moment with the zone by whose clock it is', () => {
  expect(formatZoned(Date.UTC(2031, 4, 12, 10), 'Europe/Warsaw', 'en-GB')).toBe('12 May 2031, 12:00 (Europe/Warsaw)')
})

it('names zones as they are called today, each once', () => {
  expect(knownZones().filter((zone) => /Kiev|Kyiv/.test(zone))).toEqual(['Europe/Kyiv'])
  expect(new Set(knownZones()).size).toBe(knownZones().length)
})
