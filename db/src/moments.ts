/** DATETIME(3) columns are Date in rows and epoch milliseconds everywhere else: repositories convert at their door. */
export function toDate(at: number): Date {
  return new Date(at)
}

export function toDateOrNull(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

export function toMs(date: Date): number {
  return date.getTime()
}

export function toMsOrNull(date: Date | null): number | null {
  return date === null ? null : date.getTime()
}

/** Writes a value into a JSON column: the driver takes text there and gives the value back when it reads. */
export function toJson<T>(value: T): T {
  // The row's type tells what is read; only at this one place what is written differs from it.
  return JSON.stringify(value) as T
}
