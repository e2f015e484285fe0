import { createLogger } from '@orderline/runtime/logger'
import { createDatabase } from './database.ts'
import { migrateToLatest } from './migrate-to-latest.ts'
import { requireDatabaseUrl } from './config.ts'
import { waitForDatabase } from './wait-for-database.ts'

/** `node migrate.js`: waits for the database of DATABASE_URL and brings its schema up to date. */
const log = createLogger({ name: 'migrate' })
// Changing a large table takes as long as it takes.
const db = createDatabase({
  url: requireDatabaseUrl(),
  log,
  poolSize: 3,
  statementTimeoutMs: 0,
})
try {
  await waitForDatabase(db)
  log.info({ migrations: await migrateToLatest(db) }, 'schema is up to date')
} catch (error) {
  log.fatal({ err: error }, 'schema was not brought up to date')
  process.exitCode = 1
} finally {
  await db.destroy()
}
