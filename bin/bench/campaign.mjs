import { randomUUID } from 'node:crypto'
import mysql from 'mysql2/promise'
import { rounded } from './statistics.mjs'

const rowsAtOnce = 500
const hourMs = 3_600_000

/**
 * A predictive campaign with a list, ready to be started.
 * @param {{ api: import('./centre-staff.mjs').Api, databaseUrl: string, clientId: string, queueId: string, numbers: string[],
 *   ringSeconds: number, servedBefore: number, target: number }} options `servedBefore`: customers whom it served in the
 *   hour before; `target`: the abandoned share that it steers to
 */
export async function createCampaign({ api, databaseUrl, clientId, queueId, numbers, ...settings }) {
  const { ringSeconds, servedBefore, target } = settings
  const campaign = await api.request('POST', '/api/campaigns', {
    name: 'Benchmark',
    clientId,
    queueId,
    mode: 'predictive',
    source: { kind: 'list' },
    hours: { from: '00:00', until: '24:00' },
    pacing: { ringSeconds, targetAbandonedRate: target, capAbandonedRate: rounded(target / 0.9, 4) },
  })
  const database = await mysql.createConnection({ uri: databaseUrl, timezone: 'Z' })
  const now = new Date()
  // One is due before the other, so that they are dialled in this order.
  const dueAt = (/** @type {number} */ place) => new Date(now.getTime() - (numbers.length - place) * 1000)
  for (let from = 0; from < numbers.length; from += rowsAtOnce) {
    const rows = numbers.slice(from, from + rowsAtOnce).map((number, place) => {
      const due = dueAt(from + place)
      return [randomUUID(), campaign.id, clientId, number, number, 'A customer', '{}', 'new', due, now]
    })
    await database.query(
      'INSERT INTO dial_records (id, campaign_id, client_id, external_key, number, name, fields, status, next_attempt_at, created_at) VALUES ?',
      [rows],
    )
  }
  if (servedBefore > 0) {
    const hourBefore = new Date(Math.floor(now.getTime() / hourMs - 1) * hourMs)
    await database.query('INSERT INTO campaign_hours (campaign_id, hour_at, connected) VALUES (?)', [
      [campaign.id, hourBefore, servedBefore],
    ])
  }
  return {
    act: (/** @type {'start' | 'pause'} */ action) =>
      api.request('POST', `/api/campaigns/${campaign.id}/status`, { action }),
    /** What the reports count of this run. @returns {Promise<{ abandoned: number, connected: number }>} */
    async counts() {
      const [rows] = await database.query(
        'SELECT coalesce(sum(abandoned), 0) AS abandoned, coalesce(sum(connected), 0) AS connected FROM campaign_hours WHERE campaign_id = ?',
        [campaign.id],
      )
      const [{ abandoned, connected }] = /** @type {any[]} */ (rows)
      return { abandoned: Number(abandoned), connected: Number(connected) - servedBefore }
    },
    close: () => database.end(),
  }
}
