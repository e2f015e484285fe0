import type { EpochMs } from '@orderline/domain/contract'
import { closedTrunk, linesOfTrunk, noteDial, noteProbe, type TrunkState } from '@orderline/domain/dialing'
import type { DialNews } from './dial-news.ts'
import { stageOf, type Moment } from './moment.ts'

export type TrunkOptions = { maxChannels: number; maxCallsPerSecond: number }
export type Trunk = ReturnType<typeof createTrunk>

const second = 1_000

/** What the line to the telephone network can take now, and whether it takes anything. */
export function createTrunk({ maxChannels, maxCallsPerSecond }: TrunkOptions) {
  let breaker: TrunkState = closedTrunk
  let placed: EpochMs[] = []

  return {
    note({ type, at }: DialNews): void {
      if (type === 'refused') breaker = noteDial(breaker, { type: 'refused', at })
      if (type === 'answered' || type === 'unanswered') breaker = noteDial(breaker, { type: 'reached', at })
    },
    notePlaced(at: EpochMs): void {
      placed.push(at)
      breaker = noteProbe(breaker, at)
    },
    /** Lines that all campaigns together may place now; `justPlaced` were since the moment. */
    room(moment: Moment, justPlaced: number): number {
      placed = placed.filter((at) => at > moment.now - second)
      const channels = maxChannels - channelsInUse(moment) - justPlaced
      const rate = maxCallsPerSecond - placed.length
      return Math.max(0, Math.min(channels, rate, linesOfTrunk(breaker, moment.now)))
    },
    /** When the trunk stopped taking calls; null while it does. */
    deadSince: (): EpochMs | null => (breaker.state === 'open' ? breaker.since : null),
    /** For a dialer that begins to lead: what is in flight counts for the rate. */
    begin(placedAt: EpochMs[]): void {
      breaker = closedTrunk
      placed = placedAt
    },
  }
}

/** Each customer on the line takes a channel, and so will each dial that is on its way. */
function channelsInUse(moment: Moment): number {
  const live = [...moment.calls.values()].filter(({ state }) => state !== 'ended' && state !== 'previewing').length
  const placed = [...moment.claims.values()].filter((claim) => stageOf(claim, moment) === 'placed').length
  return live + placed
}
