import type { EpochMs } from '../contract/index.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

/** A moment as the clock on a customer's wall tells it. */
export type LocalTime = {
  /** ISO 8601 date, as 2026-03-29. */
  day: string
  hour: number
  minuteOfDay: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The same minutes (zones change on whole ones) are asked for again and again: for each number of a list, at each look. */
const known = new Map<string, LocalTime>()
const mostKnown = 1_000

/** Whether the IANA database, as this program has it, knows this zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The wall clock of an IANA time zone at a moment. Throws RangeError for a zone that is none. */
export function localTime(at: EpochMs, timeZone: string): LocalTime {
  const key = `${Math.floor(at / minuteMs)} ${timeZone}`
  const kept = known.get(key)
  if (kept) return kept
  const time = readClock(at, timeZone)
  if (known.size >= mostKnown) known.clear()
  known.set(key, time)
  return time
}

function readClock(at: EpochMs, timeZone: string): LocalTime {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = value
  const hour = Number(parts.hour)
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    hour,
    minuteOfDay: hour * 60 + Number(parts.minute),
  }
}

/** ISO 8601 weekday of an ISO date: 1 is Monday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

/** `14:05`, for people. */
export function clockText(minuteOfDay: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`
}

/** Formats are kept: making one costs a thousand times what using it does. Zones are few and never change. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const kept = formats.get(timeZone)
  if (kept) return kept
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(timeZone, format)
  return format
}
