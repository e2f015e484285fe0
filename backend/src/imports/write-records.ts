import type { Knex } from '@orderline/db'
import { toDate, toJson, type ImportRow } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { becauseForbidden, everyClient } from '../campaigns/number-rules-repository.ts'
import type { ImportEntry } from './read-entry.ts'

type Batch = { upload: ImportRow; clientId: string; entries: readonly ImportEntry[]; now: EpochMs }

/**
 * Adds lines of a list to its campaign; answers how many are new. The campaign's key refuses those that are there
 * already. Numbers that nobody may call are kept as blocked: the list says then what became of each of its lines.
 */
export async function writeRecords(trx: Knex.Transaction, batch: Batch): Promise<number> {
  if (batch.entries.length === 0) return 0
  const forbidden = await findForbidden(trx, batch)
  const rows = batch.entries.map((entry) => toRow(entry, { ...batch, isForbidden: forbidden.has(entry.number) }))
  const { sql, bindings } = trx('dial_records').insert(rows).onConflict().ignore().toSQL().toNative()
  const [result] = (await trx.raw(sql, [...bindings] as Knex.RawBinding[])) as [{ affectedRows: number }]
  return result.affectedRows
}

async function findForbidden(trx: Knex, { clientId, entries }: Batch): Promise<Set<string>> {
  const numbers = entries.map(({ number }) => number)
  const rows = await trx('do_not_call')
    .whereIn('number', numbers)
    .whereIn('scope', [everyClient, clientId])
    .select('number')
  return new Set(rows.map(({ number }) => number))
}

function toRow(entry: ImportEntry, { upload, clientId, now, isForbidden }: Batch & { isForbidden: boolean }) {
  const at = toDate(now)
  return {
    id: createId(),
    campaign_id: upload.campaign_id,
    client_id: clientId,
    import_id: upload.id,
    external_key: entry.key,
    number: entry.number,
    name: entry.name,
    note: entry.note || null,
    fields: toJson(entry.fields),
    status: isForbidden ? ('blocked' as const) : ('new' as const),
    next_attempt_at: isForbidden ? null : at,
    settled_at: isForbidden ? at : null,
    settled_because: isForbidden ? becauseForbidden : null,
    created_at: at,
  }
}
