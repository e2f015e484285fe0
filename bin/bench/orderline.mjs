import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { startCentre } from '../lib/centre.mjs'
import { bringStaffToWork, setUpShop } from './centre-staff.mjs'

/**
 * A whole Orderline with agents at work: logged in by the API, each with an open socket and a registered SIP phone.
 * `softmix` is the bridge that browsers need; SIP phones, as those of app_queue, may have the simple one.
 * @param {{ dir: string, agents: number, phonesPort: number, bridge: 'simple' | 'softmix', recording: boolean }} options
 */
export async function startOrderline({ dir, agents, phonesPort, bridge, recording }) {
  const centre = await startCentre({
    name: 'bench-calls',
    dir: join(dir, 'orderline'),
    asterisk: { modules: bridge === 'simple' ? ['bridge_simple.so'] : [] },
    environment: { LOG_LEVEL: 'warn', AGENT_PHONES: 'sip', LOGINS_PER_MINUTE: '1000000' },
  })
  try {
    const { asterisk, redis, mariadb } = centre.engines
    if (!asterisk || !redis || !mariadb) throw new Error('The benchmark needs engines of its own.')
    const { admin } = centre.credentials.users
    const { number, users } = await setUpShop({ url: centre.url, admin, agents, recording })
    const sipTarget = `127.0.0.1:${asterisk.sipPort}`
    const staff = await bringStaffToWork({ url: centre.url, sipTarget, users, phonesPort })
    return {
      name: /** @type {const} */ ('orderline'),
      target: sipTarget,
      number,
      pids: pidsOf({ asterisk, backend: centre.backend, redis, mariadb, dialer: centre.dialer }),
      callsWithoutCustomer: () => countWithoutCustomer(centre.env['DATABASE_URL'] ?? ''),
      async stop() {
        staff.close()
        await centre.stop()
      },
    }
  } catch (error) {
    await centre.stop()
    throw error
  }
}

/** @param {string} databaseUrl */
async function countWithoutCustomer(databaseUrl) {
  const database = await mysql.createConnection(databaseUrl)
  try {
    const [rows] = await database.query(
      'SELECT COUNT(*) AS calls FROM calls WHERE answered_at IS NOT NULL AND customer_id IS NULL',
    )
    return Number(/** @type {{ calls: number }[]} */ (rows)[0]?.calls)
  } finally {
    await database.end()
  }
}

/** @param {Record<string, { pid: number | undefined }>} parts @returns {Record<string, number>} */
function pidsOf(parts) {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.pid ?? 0]))
}
