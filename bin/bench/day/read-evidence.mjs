import mysql from 'mysql2/promise'

/** What MariaDB holds at the end of the day. @param {string} databaseUrl */
export async function readEvidence(databaseUrl) {
  const database = await mysql.createConnection({ uri: databaseUrl, timezone: 'Z' })
  const rows = async (/** @type {string} */ sql) => /** @type {any[]} */ ((await database.query(sql))[0])
  try {
    return {
      orders: await rows('SELECT id, external_id, status, next_attempt_at, handed_over_at FROM orders'),
      attempts: await rows(
        `SELECT order_id, number, started_at, ended_at, outcome, CAST(allowed_because AS CHAR) AS allowed_because
         FROM attempts WHERE order_id IS NOT NULL ORDER BY started_at`,
      ),
      told: new Set(
        (await rows(`SELECT order_id FROM outbox WHERE target = 'logistics' AND next_attempt_at IS NOT NULL`)).map(
          ({ order_id }) => order_id,
        ),
      ),
    }
  } finally {
    await database.end()
  }
}
