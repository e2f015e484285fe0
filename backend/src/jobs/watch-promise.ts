import type { Logger } from '@orderline/runtime/logger'
import { createEvery } from './every.ts'

/** Looks each ten seconds for orders that missed their 15 minutes. Every backend may: each is told of once. */
export function createWatchPromiseJob({ watchPromise, log }: { watchPromise: () => Promise<void>; log: Logger }) {
  return createEvery({ name: 'watch-promise', everyMs: 10_000, run: watchPromise, log })
}
