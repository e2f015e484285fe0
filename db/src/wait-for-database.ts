import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from './database.ts'
import { isDatabaseAway } from './database-errors.ts'

/** Resolves when MariaDB answers; rejects with its last error when that takes longer, or at once if it refuses us. */
export async function waitForDatabase(db: Database, { timeoutMs = 30_000 } = {}): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      await db.raw('SELECT 1')
      return
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() >= deadline) throw error
      await delay(200)
    }
  }
}
