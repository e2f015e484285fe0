// The yardstick of bench:orders: the least that takes an order by HTTP and keeps it. One route, one INSERT.
import { randomUUID } from 'node:crypto'
import bodyParser from '@koa/bodyparser'
import Koa from 'koa'
import { createPool } from 'mysql2/promise'

const pool = createPool({ uri: process.env['DATABASE_URL'] ?? '', connectionLimit: 10, timezone: 'Z' })
await pool.query('create table if not exists bench_orders like orders')
await pool.query('truncate table bench_orders')

const columns = [
  ...['id', 'client_id', 'external_id', 'number', 'customer_id', 'phone', 'status', 'items', 'total_minor', 'currency'],
  ...['delivery', 'comment', 'marketing_consent', 'placed_at', 'received_at', 'next_attempt_at'],
]
const insert = `insert into bench_orders (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
const clientId = randomUUID()

/** @param {Record<string, any>} order the same body that the real API gets */
function rowOf(order) {
  const now = new Date()
  return [
    ...[randomUUID(), clientId, order['externalId'], order['externalId'], randomUUID(), order['customer'].phone, 'new'],
    ...[JSON.stringify(order['items']), order['totalMinor'], order['currency'], JSON.stringify(order['delivery'])],
    ...[order['comment'] ?? null, false, now, now, now],
  ]
}

const app = new Koa()
app.use(bodyParser({ jsonLimit: '1mb' }))
app.use(async (ctx) => {
  await pool.execute(insert, rowOf(/** @type {any} */ (ctx.request).body))
  ctx.status = 201
  ctx.body = { ok: true }
})
app.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('ready'))
