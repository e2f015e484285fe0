import type { Database, Knex } from '@orderline/db'
import { toDate, toMs, type DoNotCallRow } from '@orderline/db'
import type { DoNotCallView, EpochMs, Page } from '@orderline/domain/contract'
import { findPage, searchIn } from '../administration/paging.ts'
import { everyClient } from '../campaigns/number-rules-repository.ts'
import type { DoNotCallListQuery } from './do-not-call-query.ts'

type RowWithNames = DoNotCallRow & { client_name: string | null; author_name: string | null }

function select(db: Knex): Knex.QueryBuilder {
  return db('do_not_call')
    .leftJoin('clients', 'clients.id', 'do_not_call.scope')
    .leftJoin('users', 'users.id', 'do_not_call.author_id')
    .select('do_not_call.*', 'clients.name as client_name', 'users.name as author_name')
}

/** Newest first. Of a client: its own entries and those that are meant for all. */
export function listEntries(
  db: Database,
  { clientId, search, ...page }: DoNotCallListQuery,
): Promise<Page<DoNotCallView>> {
  const rows = select(db).orderBy([{ column: 'do_not_call.created_at', order: 'desc' }, 'do_not_call.id'])
  if (clientId !== undefined) void rows.whereIn('do_not_call.scope', [everyClient, clientId])
  searchIn(rows, search, { texts: ['do_not_call.note'], numbers: ['do_not_call.number'] })
  return findPage(rows, page, present)
}

export async function findEntry(db: Knex, by: { id: string } | Entry): Promise<DoNotCallView | undefined> {
  const where = 'id' in by ? { 'do_not_call.id': by.id } : { 'do_not_call.number': by.number, scope: scopeOf(by) }
  const row = (await select(db).where(where).first()) as RowWithNames | undefined
  return row && present(row)
}

export type Entry = { number: string; clientId: string | null }
export type NewEntry = Entry & Pick<DoNotCallRow, 'id' | 'source' | 'note' | 'author_id'> & { at: EpochMs }

/** Answers how many are new: a number that stands there already stays as it is. */
export async function insertEntries(trx: Knex, entries: readonly NewEntry[]): Promise<number> {
  if (entries.length === 0) return 0
  const rows = entries.map(({ at, clientId, ...entry }) => {
    return { ...entry, scope: scopeOf({ clientId }), created_at: toDate(at) }
  })
  const { sql, bindings } = trx('do_not_call').insert(rows).onConflict().ignore().toSQL().toNative()
  const [result] = (await trx.raw(sql, [...bindings] as Knex.RawBinding[])) as [{ affectedRows: number }]
  return result.affectedRows
}

export async function deleteEntry(trx: Knex, id: string): Promise<void> {
  await trx('do_not_call').where({ id }).delete()
}

function scopeOf({ clientId }: Pick<Entry, 'clientId'>): string {
  return clientId ?? everyClient
}

function present(row: RowWithNames): DoNotCallView {
  return {
    id: row.id,
    number: row.number,
    clientId: row.scope === everyClient ? null : row.scope,
    clientName: row.client_name,
    note: row.note,
    source: row.source,
    authorName: row.author_name,
    createdAt: toMs(row.created_at),
  }
}
