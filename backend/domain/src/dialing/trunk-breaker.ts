import type { EpochMs } from '../contract/index.ts'

/**
 *   closed ──as many failures in a row, within seconds──▶ open ──any dial that reached the network──▶ closed
 *                                                          │ ▲
 *                                                          └─┘ one probe each few seconds
 *
 * closed: dials go out. open: the trunk takes no calls; only probes are dialled. Plain JSON.
 */
export type TrunkState = { state: 'closed'; failures: EpochMs[] } | { state: 'open'; since: EpochMs; probedAt: EpochMs }

/** How a dial ended as far as the trunk goes; `refused`: congestion or a failure on our side of the network. */
export type TrunkEvent = { type: 'reached' | 'refused'; at: EpochMs }

/** Congestion of single numbers happens all day; this many of all dials one after the other do not. */
const failuresInARow = 6
const withinMs = 20_000
const probeEveryMs = 4_000

export const closedTrunk: TrunkState = { state: 'closed', failures: [] }

/** What is known of the trunk after one more dial ended. */
export function noteDial(trunk: TrunkState, { type, at }: TrunkEvent): TrunkState {
  if (type === 'reached') return closedTrunk
  if (trunk.state === 'open') return trunk
  const failures = [...trunk.failures.filter((earlier) => at - earlier < withinMs), at]
  if (failures.length < failuresInARow) return { state: 'closed', failures }
  return { state: 'open', since: at, probedAt: at }
}

/** How many lines may be placed on the trunk now: all that are wanted, one to probe, or none. */
export function linesOfTrunk(trunk: TrunkState, now: EpochMs): number {
  if (trunk.state === 'closed') return Infinity
  return now - trunk.probedAt >= probeEveryMs ? 1 : 0
}

/** To be told after lines were placed while the trunk was open: the next probe waits. */
export function noteProbe(trunk: TrunkState, now: EpochMs): TrunkState {
  return trunk.state === 'open' ? { ...trunk, probedAt: now } : trunk
}
