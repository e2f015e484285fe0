import type { CallOutcome } from './types.ts'

type DialOutcome = Extract<
  CallOutcome,
  'busy' | 'no-answer' | 'congestion' | 'rejected' | 'unallocated' | 'system-failure'
>

/** Causes by ITU-T Q.850, as Asterisk gives them for what SIP trunks answer. */
const outcomes: Record<DialOutcome, readonly number[]> = {
  busy: [17],
  // 16: the network cleared without an answer; 20: the subscriber is absent; 31 and 102: nothing came in time.
  'no-answer': [0, 16, 18, 19, 20, 31, 102],
  rejected: [21, 55, 57],
  // 22: the number has changed; 28: not a complete number; 3 is no route, which is ours or the carrier's to mend.
  unallocated: [1, 22, 28],
  congestion: [3, 27, 34, 38, 41, 42, 44, 47],
  'system-failure': [],
}
const outcomeByCause = new Map(
  // The cast: entries of a Record carry its key type, which Object.entries cannot say.
  (Object.entries(outcomes) as [DialOutcome, readonly number[]][]).flatMap(([outcome, causes]) =>
    causes.map((cause) => [cause, outcome] as const),
  ),
)

/** How a dial ended that nobody answered; null is a cause that nobody told. */
export function dialOutcome(cause: number | null): DialOutcome {
  return (cause === null ? undefined : outcomeByCause.get(cause)) ?? 'system-failure'
}
