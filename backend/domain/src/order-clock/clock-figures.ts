import type { ClockFigures } from '../contract/index.ts'
import type { ClockVerdict } from './judge-order.ts'
import { percentile } from './percentile.ts'

/** Counts verdicts. What is excluded is neither for nor against the share, nor in the times. */
export function clockFigures(verdicts: readonly ClockVerdict[]): ClockFigures {
  const count = (kind: ClockVerdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind).length
  const excluded = { unstaffed: 0, unreachable: 0, postponed: 0, cancelled: 0 }
  for (const verdict of verdicts) if (verdict.kind === 'excluded') excluded[verdict.because] += 1
  const [kept, late, missed] = [count('kept'), count('late'), count('missed')]
  const decided = kept + late + missed
  const times = verdicts.flatMap((verdict) => ('tookMs' in verdict ? [verdict.tookMs] : [])).sort((a, b) => a - b)
  return {
    orders: verdicts.length,
    ...{ kept, late, missed, excluded },
    running: count('running'),
    share: decided === 0 ? null : kept / decided,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  }
}
