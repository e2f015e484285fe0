import type { EpochMs } from '../contract/index.ts'
import { localTime, minuteMs, weekdayOf } from './local-time.ts'

/**
 * When customers may be called, in minutes of their own day: from the first, until before the second. `weekdays` (ISO
 * 8601, 1 is Monday) and `holidays` (ISO dates) narrow the days; left out, every day is good.
 */
export type CallingHours = {
  fromMinute: number
  untilMinute: number
  weekdays?: readonly number[]
  holidays?: readonly string[]
}

/** 8:00–21:00 in the customer's local time (16 CFR 310.4(c)); no country that we dial is stricter. */
export const defaultCallingHours: CallingHours = { fromMinute: 8 * 60, untilMinute: 21 * 60 }

/** Reads hours as people write them, such as `08:00-21:00` or `00:00-24:00`; undefined when they are none. */
export function parseCallingHours(text: string): CallingHours | undefined {
  const match = /^(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)$/.exec(text.trim())
  if (!match) return undefined
  const [fromHour = 0, fromMinutes = 0, untilHour = 0, untilMinutes = 0] = match.slice(1).map(Number)
  const hours = { fromMinute: fromHour * 60 + fromMinutes, untilMinute: untilHour * 60 + untilMinutes }
  return hours.fromMinute < hours.untilMinute && hours.untilMinute <= 24 * 60 ? hours : undefined
}

export type LocalQuestion = { now: EpochMs; timeZone: string; hours: CallingHours }

/** Whether a customer in this time zone may be called at this moment. */
export function lawfulNow({ now, timeZone, hours }: LocalQuestion): boolean {
  const { day, minuteOfDay } = localTime(now, timeZone)
  if (minuteOfDay < hours.fromMinute || minuteOfDay >= hours.untilMinute) return false
  if (hours.holidays?.includes(day)) return false
  return hours.weekdays?.includes(weekdayOf(day)) ?? true
}

/** Whether there is any minute of a day, and any day of a week, at which these hours are open. */
export function everOpen({ fromMinute, untilMinute, weekdays }: CallingHours): boolean {
  return fromMinute < untilMinute && weekdays?.length !== 0
}

/**
 * The first lawful moment that is not before `now`. Right across changes of summer time: the hours are those of the
 * wall clock, also on days of 23 and 25 hours. Throws RangeError for hours that are never open.
 */
export function nextLawfulMoment({ now, timeZone, hours }: LocalQuestion): EpochMs {
  const lawfulAt = (at: EpochMs) => lawfulNow({ now: at, timeZone, hours })
  if (lawfulAt(now)) return now
  if (!everOpen(hours)) throw new RangeError('hours that are never open')
  let at = now
  while (!lawfulAt(at)) at += untilOpeningMs({ now: at, timeZone, hours })
  return firstLawfulBetween(now, at, lawfulAt)
}

/** The opening of the next local day, for one whom we may not call any more today. */
export function nextLawfulDay({ now, timeZone, hours }: LocalQuestion): EpochMs {
  const today = localTime(now, timeZone).day
  // Half-hour steps never jump over a whole local day, however long it is.
  let at = now
  while (localTime(at, timeZone).day === today) at += 30 * minuteMs
  return nextLawfulMoment({ now: dayStart(at, timeZone), timeZone, hours })
}

function untilOpeningMs({ now, timeZone, hours }: LocalQuestion): number {
  const minutes = hours.fromMinute - localTime(now, timeZone).minuteOfDay
  return (minutes > 0 ? minutes : minutes + 24 * 60) * minuteMs
}

/** A clock that was moved in the night makes the guess late by an hour: the true opening lies before it. */
function firstLawfulBetween(unlawful: EpochMs, lawful: EpochMs, lawfulAt: (at: EpochMs) => boolean): EpochMs {
  let [before, after] = [unlawful, lawful]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (lawfulAt(middle)) after = middle
    else before = middle
  }
  return after
}

/** The first moment of the local day to which a moment belongs. */
export function dayStart(at: EpochMs, timeZone: string): EpochMs {
  const { day } = localTime(at, timeZone)
  let before = at
  while (localTime(before, timeZone).day === day) before -= 60 * minuteMs
  return firstLawfulBetween(before, at, (moment) => localTime(moment, timeZone).day === day)
}
