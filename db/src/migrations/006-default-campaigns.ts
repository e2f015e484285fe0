import type { Knex } from 'knex'
import { createId } from '@orderline/runtime/ids'

/** What the settings do not say gets its default when they are read. */
const settings = JSON.stringify({
  source: { kind: 'orders', filter: {} },
  // Within the lawful hours, as everything that is dialled.
  hours: { from: '00:00', until: '24:00' },
})

/**
 * Orders were dialled by their client's queue alone. Each client with such a queue gets a campaign that does the same,
 * and the orders that are still to be dialled belong to it. May be repeated after a cut.
 */
export async function up(knex: Knex): Promise<void> {
  const clients = await knex('clients')
    .whereNotNull('order_queue_id')
    .whereNotIn('id', knex('campaigns').select('client_id'))
    .select<{ id: string; order_queue_id: string }[]>('id', 'order_queue_id')
  const at = new Date()
  const rows = clients.map(({ id, order_queue_id }) => ({
    id: createId(),
    name: 'New orders',
    client_id: id,
    queue_id: order_queue_id,
    mode: 'progressive',
    status: 'running',
    priority: 50,
    settings,
    created_at: at,
    updated_at: at,
  }))
  if (rows.length > 0) await knex<Record<string, unknown>>('campaigns').insert(rows)
  await knex.raw(`UPDATE orders JOIN campaigns ON campaigns.client_id = orders.client_id
    SET orders.campaign_id = campaigns.id
    WHERE orders.campaign_id IS NULL AND orders.status IN ('new', 'retry', 'dialing', 'talking')`)
}

/** The tables themselves go with the migration that made them. */
export async function down(knex: Knex): Promise<void> {
  await knex('orders').whereNotNull('campaign_id').update({ campaign_id: null })
}
