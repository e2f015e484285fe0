import { Counter, createMetrics, Gauge } from '@orderline/runtime/metrics'
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
    name: 'dialer_orders_postponed_total',
    help: 'Due orders not allowed now',
    registers,
  })
  const rounds = new Counter({ name: 'dialer_rounds_total', help: 'Rounds', labelNames: ['result'], registers })
  const leads = new Gauge({ name: 'dialer_is_leader', help: '1 when this dialer places the orders', registers })
  return {
    registry,
    setLeader: (isLeader: boolean): void => leads.set(isLeader ? 1 : 0),
    /** Counts a round, failed ones too, and hands its result on. */
    async watch(round: () => Promise<Round>): Promise<Round> {
      try {
        const result = await round()
        placed.inc(result.placed)
        postponed.inc(result.postponed)
        rounds.inc({ result: 'done' })
        return result
      } catch (error) {
        rounds.inc({ result: 'failed' })
        throw error
      }
    },
  }
}
