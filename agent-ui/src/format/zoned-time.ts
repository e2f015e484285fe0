const minute = 60_000

/** Zones that browsers still tell by the name that they had before. */
const renamed: Record<string, string> = { 'Europe/Kiev': 'Europe/Kyiv' }
const currentName = (zone: string): string => renamed[zone] ?? zone

/** The zone of this machine. */
export function ownZone(): string {
  return currentName(Intl.DateTimeFormat().resolvedOptions().timeZone)
}

/** All that can be chosen. */
export function knownZones(): string[] {
  return [...new Set(Intl.supportedValuesOf('timeZone').map(currentName))].sort()
}

/**
 * Whether a clock in `timeZone` shows the same at this moment as this machine's. Names do not tell: a browser may call
 * Europe/Kyiv Europe/Kiev.
 */
export function isOwnClock(at: number, timeZone: string): boolean {
  return offsetAt(at, timeZone) === offsetAt(at, ownZone())
}

/** How far a zone's clock is ahead of UTC at a moment, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(at / 1000) * 1000
}

/**
 * The moment (epoch ms) when a clock in `timeZone` shows `local` (`2026-03-29T10:00`); undefined for what is no time.
 * A time that a change of the clocks skips is read as the same distance after the change.
 */
export function epochOfZoned(local: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${local}Z`)
  if (Number.isNaN(asUtc)) return undefined
  const guess = asUtc - offsetAt(asUtc, timeZone)
  return asUtc - offsetAt(guess, timeZone)
}

/** What a clock in `timeZone` shows, as an HTML `datetime-local` value, to the minute. */
export function zonedOfEpoch(at: number, timeZone: string): string {
  const whole = Math.floor(at / minute) * minute
  return new Date(whole + offsetAt(whole, timeZone)).toISOString().slice(0, 16)
}

/** `10:00` tomorrow on the zone's own calendar. */
export function tomorrowAt(hour: number, now: number, timeZone: string): number {
  const day = new Date(`${zonedOfEpoch(now, timeZone)}Z`)
  day.setUTCDate(day.getUTCDate() + 1)
  const local = `${day.toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00`
  return epochOfZoned(local, timeZone) ?? now
}

/** Day and time as a clock in `timeZone` shows them, with the zone: `12 May 2031, 12:00 (Europe/Warsaw)`. */
export function formatZoned(at: number, timeZone: string, locale: string): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return `${new Intl.DateTimeFormat(locale, { timeZone, ...day, ...clock }).format(at)} (${timeZone})`
}
