import type { Disposition } from '@orderline/domain/contract'

/** Complete by its type: a new disposition does not compile until somebody decides where it belongs. */
const onlyWithOrder: Record<Disposition, boolean> = {
  confirmed: true,
  cancelled: true,
  callback: false,
  'info-given': false,
  complaint: false,
  'wrong-number': false,
  'do-not-call': false,
  'no-conversation': false,
  other: false,
}

/** The ways in which a contact can have ended, most frequent first. */
export function dispositionsFor(hasOrder: boolean): Disposition[] {
  return (Object.keys(onlyWithOrder) as Disposition[]).filter((code) => hasOrder || !onlyWithOrder[code])
}
