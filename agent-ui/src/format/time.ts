const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** In every language the same clock: a centre's figures are compared across screens, and 12:05 AM is read wrong. */
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

/** `mm:ss`, from one hour on `h:mm:ss`; a negative time is zero. */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / second))
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const tail = `${pad(minutes)}:${pad(seconds)}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

/** `1 day 3 hr`, `2 hr 5 min`: the two coarsest units that fit. */
export function formatSpan(ms: number, locale: string): string {
  const minutes = Math.max(0, Math.round(ms / minute))
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
  const unit = (value: number, name: 'day' | 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  if (days > 0) return `${unit(days, 'day')} ${unit(hours, 'hour')}`
  return hours > 0 ? `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}` : unit(minutes, 'minute')
}

/** Today: time of day. Otherwise: day and time. By this machine's clock and calendar, or by those of `timeZone`. */
export function formatMoment(at: number, locale: string, { now = Date.now(), timeZone }: Shown = {}): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  const [date, today] = [at, now].map((moment) => dateIn(moment, zone))
  if (date === today) return new Intl.DateTimeFormat(locale, { ...zone, ...clock }).format(at)
  const isThisYear = date?.slice(0, 4) === today?.slice(0, 4)
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) }
  return new Intl.DateTimeFormat(locale, { ...zone, ...day, ...clock }).format(at)
}

/** A day of a calendar, `2026-11-25`, wherever the reader is; what is no such day is told as it is. */
export function formatDay(day: string, locale: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) return day
  const shown = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, shown).format(at)
}

type Shown = { now?: number; timeZone?: string | undefined }

/** `2026-11-22`. */
function dateIn(at: number, zone: { timeZone?: string }): string {
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('sv', { ...zone, ...day }).format(at)
}

/** Time of day to the millisecond, as disputes need it. */
export function formatInstant(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit', fractionalSecondDigits: 3 }).format(at)
}

/** `3 days ago`, in the coarsest unit that fits. */
export function formatAgo(at: number, locale: string, now = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const age = at - now
  const size = Math.abs(age)
  if (size < hour) return format.format(Math.round(age / minute), 'minute')
  if (size < 24 * hour) return format.format(Math.round(age / hour), 'hour')
  return format.format(Math.round(age / (24 * hour)), 'day')
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
