import knex, { type Knex } from 'knex'
import type { Connection, TypeCastField } from 'mysql2'
import type { Logger } from '@orderline/runtime/logger'

/** A pool of connections to MariaDB, and the transactions that come from it. */
export type Database = Knex

export type DatabaseOptions = {
  /** `mysql://user:password@host:port/schema` */
  url: string
  log: Logger
  /** Most connections at once. */
  poolSize?: number
  /** How long a query waits for a connection, also while MariaDB is away. */
  acquireTimeoutMs?: number
  /** A statement that takes longer is ended by MariaDB itself; 0 for no limit. */
  statementTimeoutMs?: number
}

/**
 * Opens a pool lazily: nothing is connected before the first query. DATETIME comes back as Date (UTC), JSON as
 * values, DECIMAL as number, BOOLEAN as boolean. While MariaDB is away, connecting is tried again until
 * `acquireTimeoutMs` is over; see {@link isDatabaseAway}.
 */
export function createDatabase(options: DatabaseOptions): Database {
  const { url, log, poolSize = 10, acquireTimeoutMs = 5_000, statementTimeoutMs = 10_000 } = options
  const database = knex({
    client: 'mysql2',
    compileSqlOnError: false,
    connection: connectionOptions(url),
    acquireConnectionTimeout: acquireTimeoutMs,
    pool: {
      min: 0,
      max: poolSize,
      createTimeoutMillis: acquireTimeoutMs,
      createRetryIntervalMillis: 200,
      idleTimeoutMillis: 60_000,
      propagateCreateError: false,
      afterCreate: (connection: Connection, done: (error: Error | null, connection: Connection) => void) =>
        prepareSession({ connection, statementTimeoutMs, done }),
    },
    log: {
      warn: (message: unknown) => log.warn({ detail: message }, 'database warning'),
      error: (message: unknown) => log.error({ detail: message }, 'database error'),
      deprecate: (message: unknown) => log.debug({ detail: message }, 'database deprecation'),
      debug: () => undefined,
    },
  })
  // Errors are logged, and the values of a query are names and numbers of people: neither knex nor the driver tells them.
  database.on('query-error', (error: { sql?: string }) => delete error.sql)
  return database
}

function connectionOptions(url: string): Knex.MySql2ConnectionConfig {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
    timezone: 'Z',
    decimalNumbers: true,
    connectTimeout: 3_000,
    typeCast: castField,
  }
}

/** BOOLEAN is TINYINT(1) to MariaDB; numbers of that type are declared without a width or unsigned. */
function castField(field: TypeCastField, next: () => unknown): unknown {
  if (field.type !== 'TINY' || field.length !== 1) return next()
  const value = next()
  return value === null ? null : value === 1
}

type Session = {
  connection: Connection
  statementTimeoutMs: number
  done: (error: Error | null, connection: Connection) => void
}

/** READ COMMITTED: two writers of neighbouring rows do not block each other by locks on the gaps between them. */
function prepareSession({ connection, statementTimeoutMs, done }: Session): void {
  const seconds = statementTimeoutMs / 1_000
  connection.query(
    `SET time_zone = '+00:00', max_statement_time = ${seconds}, innodb_lock_wait_timeout = 5`,
    (error) => {
      if (error) return done(error, connection)
      connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (failure) => done(failure, connection))
    },
  )
}
