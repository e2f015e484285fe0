import type { Disposition } from '@orderline/domain/contract'

type Asked = { hasOrder: boolean; isTakenForMachine: boolean }
const always = () => true

/** Complete by its type: a new disposition does not compile until somebody decides where it belongs. */
const isOffered: Record<Disposition, (asked: Asked) => boolean> = {
  confirmed: ({ hasOrder }) => hasOrder,
  cancelled: ({ hasOrder }) => hasOrder,
  callback: always,
  'info-given': always,
  complaint: always,
  'wrong-number': always,
  'do-not-call': always,
  'no-conversation': always,
  machine: ({ isTakenForMachine }) => isTakenForMachine,
  other: always,
}

/** The ways in which a contact can have ended, most frequent first. */
export function dispositionsFor(asked: Asked): Disposition[] {
  return (Object.keys(isOffered) as Disposition[]).filter((code) => isOffered[code](asked))
}

/** The digit that chooses the one at this place: the tenth has the 0. */
export function digitAt(index: number): number {
  return (index + 1) % 10
}
