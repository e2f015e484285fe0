import { tomorrowAt } from '../../format/zoned-time.ts'

const minute = 60_000

/** A moment that one press chooses; `key` is its text under `desk.callback`. */
export type QuickMoment = { key: string; at: (now: number, timeZone: string) => number }

const inMinutes = (key: string, minutes: number): QuickMoment => ({ key, at: (now) => now + minutes * minute })

export const quickMoments = {
  quarterHour: inMinutes('quarterHour', 15),
  halfHour: inMinutes('halfHour', 30),
  oneHour: inMinutes('oneHour', 60),
  twoHours: inMinutes('twoHours', 120),
  tomorrow: { key: 'tomorrow', at: (now: number, timeZone: string) => tomorrowAt(10, now, timeZone) },
}
