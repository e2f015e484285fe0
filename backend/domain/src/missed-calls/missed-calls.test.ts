import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultCallingHours, lawfulNow } from '../dialing/index.ts'
import { missedCallDueAt, missedShare } from './index.ts'

const minute = 60_000
const rules = { timeZone: 'Europe/Kyiv', hours: defaultCallingHours, withinMs: 15 * minute }
/** A winter's day by the clock of Kyiv, two hours ahead of UTC. */
const kyiv = (time: string, day = '2026-01-15') => Date.parse(`${day}T${time}:00+02:00`)

describe('the time within which a missed call is called back', () => {
  it('RS-13: is a quarter of an hour by day', () => {
    expect(missedCallDueAt(kyiv('12:00'), rules)).toBe(kyiv('12:15'))
    expect(missedCallDueAt(kyiv('20:45'), rules)).toBe(kyiv('21:00'))
  })

  it('RS-13: begins in the morning for who called at night, when nobody may be called', () => {
    expect(missedCallDueAt(kyiv('23:00'), rules)).toBe(kyiv('08:15', '2026-01-16'))
    expect(missedCallDueAt(kyiv('05:00'), rules)).toBe(kyiv('08:15'))
  })

  it('begins anew in the morning for who called when it was hardly lawful any more', () => {
    expect(missedCallDueAt(kyiv('20:46'), rules)).toBe(kyiv('08:15', '2026-01-16'))
  })

  it('is never shorter than it should be, and ends when somebody may call', () => {
    const anyMoment = fc.integer({ min: kyiv('00:00'), max: kyiv('00:00', '2027-01-15') })
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 1, max: 720 }), (missedAt, minutes) => {
        const dueAt = missedCallDueAt(missedAt, { ...rules, withinMs: minutes * minute })
        expect(dueAt).toBeGreaterThanOrEqual(missedAt + minutes * minute)
        expect(lawfulNow({ now: dueAt - 1, ...rules })).toBe(true)
      }),
    )
  })
})

it('RS-12: the share of missed calls is of those that came in, and none where none came', () => {
  expect([missedShare({ inbound: 8, missed: 2 }), missedShare({ inbound: 8, missed: 0 })]).toEqual([0.25, 0])
  expect(missedShare({ inbound: 0, missed: 0 })).toBeNull()
})
