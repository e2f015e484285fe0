import { Counter, createMetrics, Gauge, Histogram } from '@orderline/runtime/metrics'
import type { Round } from './campaign-loop.ts'

/** What a keeper of the machine watches: whether this dialer works, and what its rounds did. */
export function createDialerMetrics() {
  const registry = createMetrics({ program: 'dialer' })
  const registers = [registry]
  const placed = new Counter({
    name: 'dialer_lines_placed_total',
    help: 'Dial orders handed to the backend',
    registers,
  })
  const postponed = new Counter({
    name: 'dialer_postponed_total',
    help: 'Due orders and records not allowed now',
    registers,
  })
  const rounds = new Counter({ name: 'dialer_rounds_total', help: 'Rounds', labelNames: ['result'], registers })
  const seconds = new Histogram({
    name: 'dialer_round_seconds',
    help: 'How long a round takes',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const leads = new Gauge({ name: 'dialer_is_leader', help: '1 when this dialer places the orders', registers })
  return {
    registry,
    setLeader: (isLeader: boolean): void => leads.set(isLeader ? 1 : 0),
    /** Counts a round, failed ones too, and hands its result on. */
    async watch(round: () => Promise<Round>): Promise<Round> {
      const stop = seconds.startTimer()
      try {
        const result = await round()
        placed.inc(result.placed)
        postponed.inc(result.postponed)
        rounds.inc({ result: 'done' })
        return result
      } catch (error) {
        rounds.inc({ result: 'failed' })
        throw error
      } finally {
        stop()
      }
    },
  }
}
