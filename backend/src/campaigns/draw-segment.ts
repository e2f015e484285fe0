import type { Knex } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { CampaignView, SegmentFilter } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { becauseForbidden, everyClient } from './number-rules-repository.ts'

/** Draws the records of a segment; a campaign with another source has none to draw. Answers how many. */
export type DrawSegment = (trx: Knex.Transaction, campaign: CampaignView) => Promise<number>

const dayMs = 24 * 3_600_000
/**
 * Customers looked at by one statement, which may take ten seconds. The ids are MariaDB's own there: rows that never
 * leave the database cannot be given ids of ours, and customers of a segment have no order that ids would keep.
 */
const batch = 10_000

/**
 * Makes the customers that a segment names the records of its campaign, in the transaction of its start: the list is
 * drawn whole or not at all. Each number once; who may not be called is blocked.
 */
export function createDrawSegment({ now }: { now: Clock }): DrawSegment {
  return async (trx, campaign) => {
    if (campaign.source.kind !== 'segment') return 0
    const { filter } = campaign.source
    let drawn = 0
    let after = ''
    for (;;) {
      const upTo = await lastOfBatch(trx, campaign.clientId, after)
      if (upTo === undefined) return drawn
      drawn += await drawBatch(trx, { campaign, filter, range: { after, upTo }, now: now() })
      after = upTo
    }
  }
}

type Range = { after: string; upTo: string }
type Segment = { campaign: CampaignView; filter: SegmentFilter; range: Range; now: number }

async function lastOfBatch(trx: Knex.Transaction, clientId: string, after: string): Promise<string | undefined> {
  const ids = trx('customers').where({ client_id: clientId }).where('id', '>', after).orderBy('id').limit(batch)
  const row = await trx.max('id as last').from(ids.select('id').as('next')).first<{ last: string | null }>()
  return row.last ?? undefined
}

async function drawBatch(trx: Knex.Transaction, segment: Segment): Promise<number> {
  const { campaign, now } = segment
  const at = toDate(now)
  const [result] = (await trx.raw(
    `INSERT IGNORE INTO dial_records (id, campaign_id, client_id, customer_id, external_key, number, name, fields,
       status, next_attempt_at, settled_at, settled_because, created_at)
     SELECT uuid(), ?, c.client_id, c.id, c.number, c.number, c.name, json_object('city', coalesce(c.city, '')),
       if(c.is_forbidden, 'blocked', 'new'), if(c.is_forbidden, NULL, ?), if(c.is_forbidden, ?, NULL),
       if(c.is_forbidden, ?, NULL), ?
     FROM (SELECT drawn.*, exists(SELECT 1 FROM do_not_call AS d
       WHERE d.number = drawn.number AND d.scope IN (?, ?)) AS is_forbidden FROM (?) AS drawn) AS c`,
    [campaign.id, at, at, becauseForbidden, at, everyClient, campaign.clientId, customersOf(trx, segment)],
  )) as [{ affectedRows: number }]
  return result.affectedRows
}

function customersOf(trx: Knex, { campaign, filter, range, now }: Segment): Knex.QueryBuilder {
  const { regions, minOrders, lastOrderMinDaysAgo, lastOrderMaxDaysAgo } = filter
  const customers = trx('customers')
    .join('customer_phones', 'customer_phones.customer_id', 'customers.id')
    .leftJoin('orders', 'orders.customer_id', 'customers.id')
    .where('customers.client_id', campaign.clientId)
    .where('customers.id', '>', range.after)
    .where('customers.id', '<=', range.upTo)
    .groupBy('customers.id')
    .select('customers.id', 'customers.client_id', 'customers.name', 'customers.city')
    .max('customer_phones.number as number')
  const lastOrder = 'max(orders.received_at)'
  const daysAgo = (days: number) => toDate(now - days * dayMs)
  if (regions && regions.length > 0) void customers.whereIn('customers.region', regions)
  if (minOrders !== undefined) void customers.havingRaw('count(distinct orders.id) >= ?', [minOrders])
  if (lastOrderMinDaysAgo !== undefined) void customers.havingRaw(`${lastOrder} <= ?`, [daysAgo(lastOrderMinDaysAgo)])
  if (lastOrderMaxDaysAgo !== undefined) void customers.havingRaw(`${lastOrder} >= ?`, [daysAgo(lastOrderMaxDaysAgo)])
  return customers
}
