import { createRandom } from './random.ts'
import type { Scenario } from './scenario.ts'

type Span = { from: number; until: number }

/** What befalls the centre itself; a dead trunk is the network's. */
export function createShocks(scenario: Scenario, seed: number, agents: number) {
  const stalls = spansOf(scenario, 'stall')
  const absences = spansOf(scenario, 'dialer-restarts')
  const returns = absences.map(({ until }) => until)
  const isIn = (spans: Span[], now: number) => spans.some(({ from, until }) => now >= from && now < until)

  return {
    callerTimes: callerTimes(scenario, seed, agents),
    isStalled: (now: number) => isIn(stalls, now),
    /** Nobody decides. */
    isAway: (now: number) => isIn(stalls, now) || isIn(absences, now),
    /** True once after each absence of the dialer. */
    hasReturned(now: number): boolean {
      const [next] = returns
      if (next === undefined || now < next) return false
      returns.shift()
      return true
    },
  }
}

function spansOf({ shocks }: Scenario, type: 'stall' | 'dialer-restarts'): Span[] {
  return shocks
    .filter((shock) => shock.type === type)
    .map(({ at, seconds }) => ({ from: at * 3_600_000, until: at * 3_600_000 + seconds * 1000 }))
    .sort((a, b) => a.from - b.from)
}

function callerTimes({ shocks }: Scenario, seed: number, agents: number): number[] {
  const random = createRandom(seed, 5)
  return shocks
    .filter((shock) => shock.type === 'inbound')
    .flatMap(({ at, seconds, callsPerAgent }) =>
      Array.from({ length: Math.round(callsPerAgent * agents) }, () => at * 3_600_000 + random() * seconds * 1000),
    )
}
