/** Codes of mysql2 and of MariaDB (https://mariadb.com/kb/en/mariadb-error-code-reference/) by what they mean to us. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_CONNECTION_KILLED',
])

/** Whether MariaDB could not be reached, or left in the middle: the same request may work a moment later. */
export function isDatabaseAway(error: unknown): boolean {
  if (awayCodes.has(codeOf(error)) || isClosedConnection(error)) return true
  return error instanceof Error && error.name === 'KnexTimeoutError'
}

/** Whether a row was refused because its key, or the one named, is taken. Key names are knex's: `users_login_unique`. */
export function isDuplicateKey(error: unknown, key?: string): boolean {
  if (codeOf(error) !== 'ER_DUP_ENTRY') return false
  return key === undefined || (error instanceof Error && error.message.includes(`for key '${key}'`))
}

/** Whether a row could not be deleted because others point to it. */
export function isStillReferenced(error: unknown): boolean {
  return codeOf(error) === 'ER_ROW_IS_REFERENCED_2'
}

/** Whether a row was refused because what it points to is not there. */
export function isReferenceMissing(error: unknown): boolean {
  return codeOf(error) === 'ER_NO_REFERENCED_ROW_2'
}

/** Whether a table is not there: nobody has migrated this database. */
export function isSchemaMissing(error: unknown): boolean {
  return codeOf(error) === 'ER_NO_SUCH_TABLE'
}

/** Whether the transaction lost against another one and may be tried again as a whole. */
export function isLostRace(error: unknown): boolean {
  return ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'].includes(codeOf(error))
}

/** A command on a connection that was lost just before, such as a rollback: mysql2 marks it fatal and gives no code. */
function isClosedConnection(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && 'fatal' in error && error.fatal === true
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
