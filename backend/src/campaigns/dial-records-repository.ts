import type { Database, Knex } from '@orderline/db'
import { toMs, toMsOrNull, type DialRecordRow } from '@orderline/db'
import type { DialRecordView, Page, RecordListQuery } from '@orderline/domain/contract'
import { findPage, searchIn } from '../administration/paging.ts'

export type RecordWithNames = DialRecordRow & { client_name: string; agent_name: string | null }

/** Rows of `dial_records` with the names that go with them. */
export function selectRecords(db: Knex): Knex.QueryBuilder {
  return db('dial_records')
    .join('clients', 'clients.id', 'dial_records.client_id')
    .leftJoin('users', 'users.id', 'dial_records.promised_agent_id')
    .select('dial_records.*', 'clients.name as client_name', 'users.name as agent_name')
}

/** The records of a campaign, in the order in which they came. */
export function listRecords(
  db: Database,
  campaignId: string,
  { status, search, ...page }: RecordListQuery,
): Promise<Page<DialRecordView>> {
  const rows = selectRecords(db).where('dial_records.campaign_id', campaignId).orderBy('dial_records.id')
  if (status !== undefined) void rows.where('dial_records.status', status)
  const texts = ['dial_records.name', 'dial_records.external_key']
  searchIn(rows, search, { texts, numbers: ['dial_records.number'] })
  return findPage(rows, page, presentRecord)
}

export function presentRecord(row: RecordWithNames): DialRecordView {
  const { callback_source: source, promised_at: promisedAt } = row
  const agent = { agentId: row.promised_agent_id, agentName: row.agent_name }
  return {
    id: row.id,
    campaignId: row.campaign_id,
    clientId: row.client_id,
    clientName: row.client_name,
    customerId: row.customer_id,
    orderId: row.order_id,
    number: row.number,
    name: row.name,
    fields: row.fields,
    status: row.status,
    callback: source && promisedAt ? { source, at: toMs(promisedAt), ...agent } : null,
    attemptsMade: row.attempts_made,
    lastOutcome: row.last_outcome,
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    settledBecause: row.settled_because,
    createdAt: toMs(row.created_at),
  }
}
