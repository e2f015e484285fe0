import { createDatabase, type Database } from '@orderline/db'
import { createSilentLogger } from '@orderline/runtime/logger'
import type { Stage } from './stage.ts'

/** The stage's database, to let time go by: what is promised for later becomes due. */
export function openRecords({ mariadb }: Stage): Database {
  return createDatabase({ url: mariadb.url, log: createSilentLogger() })
}
