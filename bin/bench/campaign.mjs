import { randomUUID } from 'node:crypto'
import mysql from 'mysql2/promise'

const rowsAtOnce = 500

/**
 * A predictive campaign with a list, ready to be started.
 * @param {{ api: import('./centre-staff.mjs').Api, databaseUrl: string, clientId: string, queueId: string, numbers: string[], ringSeconds: number }} options
 */
export async function createCampaign({ api, databaseUrl, clientId, queueId, numbers, ringSeconds }) {
  const campaign = await api.request('POST', '/api/campaigns', {
    name: 'Benchmark',
    clientId,
    queueId,
    mode: 'predictive',
    source: { kind: 'list' },
    hours: { from: '00:00', until: '24:00' },
    pacing: { ringSeconds },
  })
  const database = await mysql.createConnection(databaseUrl)
  const now = new Date()
  for (let from = 0; from < numbers.length; from += rowsAtOnce) {
    const rows = numbers
      .slice(from, from + rowsAtOnce)
      .map((number) => [randomUUID(), campaign.id, clientId, number, number, 'A customer', '{}', 'new', now, now])
    await database.query(
      'INSERT INTO dial_records (id, campaign_id, client_id, external_key, number, name, fields, status, next_attempt_at, created_at) VALUES ?',
      [rows],
    )
  }
  return {
    act: (/** @type {'start' | 'pause'} */ action) =>
      api.request('POST', `/api/campaigns/${campaign.id}/status`, { action }),
    /** What the reports count. @returns {Promise<{ abandoned: number, connected: number }>} */
    async counts() {
      const [rows] = await database.query(
        'SELECT coalesce(sum(abandoned), 0) AS abandoned, coalesce(sum(connected), 0) AS connected FROM campaign_hours WHERE campaign_id = ?',
        [campaign.id],
      )
      const [{ abandoned, connected }] = /** @type {any[]} */ (rows)
      return { abandoned: Number(abandoned), connected: Number(connected) }
    },
    close: () => database.end(),
  }
}
