import { createPacingState, defaultPacingSettings, pace, type PacingSnapshot } from '@orderline/domain/pacing'
import { createRandom } from './random.ts'

const rounds = 450
/** Until the compiler has done its part. */
const warmUp = 50

/** What one decision costs at 300 agents and 1,500 lines, the size that it must manage twice a second. */
export function measureTick(): string {
  const random = createRandom(1, 6)
  const busy = Array.from({ length: 290 }, (_, id) => ({
    agentId: `agent-${id}`,
    state: id % 8 === 0 ? ('wrap-up' as const) : ('talking' as const),
    since: -random() * 100_000,
  }))
  const lines = Array.from({ length: 1500 }, () => ({ placedAt: -random() * 29_000 }))
  const ledger = { abandoned: 100, connected: 10_000 }
  const crowd = { freeAgents: 10, waiting: 0, busy, lines, ledger: { day: ledger, month: ledger } }
  const times: number[] = []
  let state = createPacingState()
  for (let round = 0; round < rounds; round += 1) {
    const snapshot: PacingSnapshot = { ...crowd, now: round * 500, openedInLastSecond: 0, due: 10_000 }
    const before = process.cpuUsage()
    state = pace({ state, snapshot, events: [], settings: { ...defaultPacingSettings, maxLines: 3000 } }).state
    const { user, system } = process.cpuUsage(before)
    if (round >= warmUp) times.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(share * times.length)] ?? 0).toFixed(2)
  return `one decision at 300 agents and 1,500 lines: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms of processor time (aim: under 5 ms)`
}
