import type { Database, Knex } from '@orderline/db'
import { toDate, toDateOrNull, toJson, toMs, toMsOrNull, type ImportRow } from '@orderline/db'
import type { EpochMs, ImportView, Page } from '@orderline/domain/contract'

export type NewImport = Pick<ImportRow, 'id' | 'kind' | 'campaign_id' | 'client_id' | 'file_name' | 'author_id'>
export type ImportCounts = Pick<ImportView, 'rowsRead' | 'added' | 'repeated' | 'refused' | 'errors'>

/** The newest uploads are those that anybody asks for. */
const mostListed = 50

export async function insertImport(db: Knex, { at, ...row }: NewImport & { at: EpochMs }): Promise<void> {
  const blank = { rows_total: null, rows_read: 0, added: 0, repeated: 0, refused: 0, finished_at: null }
  await db('imports').insert({ ...row, ...blank, state: 'waiting', errors: toJson([]), created_at: toDate(at) })
}

export async function findImport(db: Knex, id: string): Promise<ImportRow | undefined> {
  return db('imports').where({ id }).first()
}

/** Newest first. */
export async function listImports(db: Database, campaignId: string): Promise<Page<ImportView>> {
  const rows = await db('imports').where({ campaign_id: campaignId }).orderBy('created_at', 'desc').limit(mostListed)
  return { items: rows.map(presentImport), total: rows.length }
}

/** Uploads that wait, or whose process may have died, oldest first. */
export async function findUnfinished(db: Database): Promise<ImportRow[]> {
  return db('imports').whereIn('state', ['waiting', 'running']).orderBy('created_at').limit(20)
}

export async function beginImport(db: Knex, id: string, rowsTotal: number | null): Promise<void> {
  await db('imports').where({ id }).update({ state: 'running', rows_total: rowsTotal })
}

/** Together with the rows that it counts, so that a restart goes on exactly behind them. */
export async function saveCounts(trx: Knex, id: string, counts: ImportCounts): Promise<void> {
  const { rowsRead, errors, ...numbers } = counts
  await trx('imports')
    .where({ id })
    .update({ ...numbers, rows_read: rowsRead, errors: toJson(errors) })
}

export type ImportEnd = { id: string; state: 'done' | 'failed'; rowsTotal: number; at: EpochMs }

export async function endImport(db: Knex, { id, state, rowsTotal, at }: ImportEnd): Promise<void> {
  await db('imports')
    .where({ id })
    .update({ state, rows_total: rowsTotal, finished_at: toDateOrNull(at) })
}

export function presentImport(row: ImportRow): ImportView {
  return {
    id: row.id,
    kind: row.kind,
    campaignId: row.campaign_id,
    fileName: row.file_name,
    state: row.state,
    rowsTotal: row.rows_total,
    rowsRead: row.rows_read,
    added: row.added,
    repeated: row.repeated,
    refused: row.refused,
    errors: row.errors,
    createdAt: toMs(row.created_at),
    finishedAt: toMsOrNull(row.finished_at),
  }
}
