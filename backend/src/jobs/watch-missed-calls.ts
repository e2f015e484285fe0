import type { Logger } from '@orderline/runtime/logger'
import { createEvery } from './every.ts'

type Job = { watchMissedCalls: () => Promise<void>; log: Logger }

/** Looks each two seconds for calls that were missed and for customers who were reached. Every backend may. */
export function createWatchMissedCallsJob({ watchMissedCalls, log }: Job) {
  return createEvery({ name: 'watch-missed-calls', everyMs: 2_000, run: watchMissedCalls, log })
}
