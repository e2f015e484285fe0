import type { Logger } from '@orderline/runtime/logger'
import type { SweepService } from '../campaigns/sweep-service.ts'
import { createEvery } from './every.ts'

/** Looks each five seconds for dials that a dead process left behind. Every backend may: each step is done once. */
export function createSweepDialsJob({ sweepService, log }: { sweepService: SweepService; log: Logger }) {
  return createEvery({ name: 'sweep-dials', everyMs: 5_000, run: () => sweepService.sweep(), log })
}
