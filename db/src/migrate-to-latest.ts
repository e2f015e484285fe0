import type { Knex } from 'knex'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'

const lockName = 'orderline-migrations'
const lockWaitSeconds = 60

/** The list is explicit, not a folder, so that a bundle carries it. */
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(migrations)),
  getMigrationName: (name) => name,
  getMigration: (name) => {
    const migration = migrations[name]
    return migration ? Promise.resolve(migration) : Promise.reject(new Error(`There is no migration ${name}.`))
  },
}

const config: Knex.MigratorConfig = {
  migrationSource,
  // MariaDB commits at each DDL statement, so a transaction around them would only pretend.
  disableTransactions: true,
}

/**
 * Brings the schema to the newest version; answers the names of the migrations that ran. When two programs start at
 * once the second waits: MariaDB's named lock ends with its connection, so a program that was killed leaves none.
 */
export async function migrateToLatest(db: Database): Promise<string[]> {
  return withLock(db, async () => {
    // knex's own lock is a row that outlives a killed program. Whoever holds our lock is alone.
    await db.migrate.forceFreeMigrationsLock(config)
    const [, names] = (await db.migrate.latest(config)) as [number, string[]]
    return names
  })
}

/** Takes back the last batch of migrations. */
export async function rollBackLast(db: Database): Promise<string[]> {
  return withLock(db, async () => {
    const [, names] = (await db.migrate.rollback(config)) as [number, string[]]
    return names
  })
}

async function withLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const holder = await db.transaction()
  try {
    const [[row]] = (await holder.raw('SELECT GET_LOCK(?, ?) AS granted', [lockName, lockWaitSeconds])) as [
      [{ granted: number | null }],
    ]
    if (row.granted !== 1) throw new Error('Another program has been migrating the database for a minute.')
    return await work()
  } finally {
    await holder.raw('SELECT RELEASE_LOCK(?)', [lockName])
    await holder.rollback()
  }
}
