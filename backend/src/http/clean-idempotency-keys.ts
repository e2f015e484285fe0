import { toDate, type Database } from '@orderline/db'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import { deleteIdempotencyKeys } from './idempotency-repository.ts'

/** How long a shop may repeat a request and get the first answer again. */
const keepMs = 48 * 60 * 60 * 1_000
const everyMs = 10 * 60 * 1_000

export type IdempotencyCleanerDeps = { db: Database; log: Logger; now?: Clock }

/** Deletes answers that are too old to be given again; by itself every ten minutes until `close`. */
export function createIdempotencyCleaner({ db, log, now = systemClock }: IdempotencyCleanerDeps) {
  async function clean(): Promise<void> {
    const at = toDate(now() - keepMs)
    while ((await deleteIdempotencyKeys(db, at)) > 0);
  }

  const timer = setInterval(() => {
    void clean().catch((error: unknown) => log.warn({ err: toError(error) }, 'old idempotency keys were not deleted'))
  }, everyMs).unref()

  return { clean, close: () => clearInterval(timer) }
}
