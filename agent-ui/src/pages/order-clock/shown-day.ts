/** A day by the reader's clock. Epoch milliseconds; a day may have 23 or 25 hours. */
export type ShownDay = { from: number; until: number }

/** The day of this moment, or one so many days later (earlier when negative). */
export function dayOf(at: number, daysLater = 0): ShownDay {
  const midnight = (days: number) => {
    const date = new Date(at)
    date.setHours(0, 0, 0, 0)
    date.setDate(date.getDate() + days)
    return date.getTime()
  }
  return { from: midnight(daysLater), until: midnight(daysLater + 1) }
}
