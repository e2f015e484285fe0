import type { Knex } from 'knex'
import type { Database } from './database.ts'
import { isLostRace } from './database-errors.ts'

const mostTries = 4

/**
 * Runs `work` in one transaction. When it loses a race for locks (a deadlock is nobody's fault) it is run again as
 * a whole, so `work` must do nothing that cannot be repeated: no messages, no requests.
 */
export async function transaction<T>(db: Database, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (tries >= mostTries || !isLostRace(error)) throw error
    }
  }
}
