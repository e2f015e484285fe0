import { describe, expect, it } from 'vitest'
import { dayOf } from './shown-day.ts'

describe('the shown day', () => {
  const noon = new Date(2026, 6, 15, 12).getTime()

  it('goes from midnight to midnight of the reader’s clock', () => {
    expect(dayOf(noon)).toEqual({ from: new Date(2026, 6, 15).getTime(), until: new Date(2026, 6, 16).getTime() })
  })

  it('joins the day before without a gap, also across a month', () => {
    const first = new Date(2026, 6, 1, 23, 59).getTime()
    expect(dayOf(first, -1)).toEqual({ from: new Date(2026, 5, 30).getTime(), until: dayOf(first).from })
  })
})
