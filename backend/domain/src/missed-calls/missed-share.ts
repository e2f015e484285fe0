/** Missed calls of all that came in, 0 to 1; null where none came. */
export function missedShare({ inbound, missed }: { inbound: number; missed: number }): number | null {
  return inbound > 0 ? missed / inbound : null
}
