import { transaction, type Database, type ImportRow, type Knex } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import type { DoNotCallService } from '../do-not-call/do-not-call-service.ts'
import type { Place } from './find-place.ts'
import { saveCounts, type ImportCounts } from './imports-repository.ts'
import type { ImportEntry } from './read-entry.ts'
import { readUpload, type UploadedRow } from './read-upload.ts'
import { isUnreadable } from './unreadable.ts'
import { writeRecords } from './write-records.ts'

export type ReadImportDeps = { db: Database; doNotCall: Pick<DoNotCallService, 'forbidWithin'>; now: Clock }

export type Reading = {
  upload: ImportRow
  path: string
  place: Place
  /** So far; what is stored is added here. */
  counts: ImportCounts
  isStillAlone: () => boolean
}

const batchRows = 2_000
/** Of its rows as JSON. In any script that is less than MariaDB takes in one statement (16 MB, `max_allowed_packet`). */
const batchCharacters = 2_000_000
const mostErrors = 1_000

/**
 * Reads a file from behind the rows that are counted already to its end. `left`: another process has it by now;
 * `failed`: the file as a whole is not what it should be, which is told among its errors.
 */
export async function readImport(deps: ReadImportDeps, reading: Reading): Promise<'done' | 'failed' | 'left'> {
  try {
    for await (const batch of batchesOf(reading)) {
      if (!reading.isStillAlone()) return 'left'
      await store(deps, reading, batch)
    }
    return 'done'
  } catch (error) {
    if (!isUnreadable(error)) throw error
    await tellFault(deps.db, reading, { code: error.code, detail: String(error.details['detail']) })
    return 'failed'
  }
}

async function* batchesOf({ path, place, counts }: Reading): AsyncGenerator<UploadedRow[]> {
  const from = counts.rowsRead
  let [batch, characters]: [UploadedRow[], number] = [[], 0]
  for await (const row of readUpload(path, place.country)) {
    if (row.row <= from) continue
    batch.push(row)
    characters += JSON.stringify(row).length
    if (batch.length < batchRows && characters < batchCharacters) continue
    yield batch
    ;[batch, characters] = [[], 0]
  }
  if (batch.length > 0) yield batch
}

/** A batch and what it counts as are one transaction. */
async function store(deps: ReadImportDeps, { upload, place, counts }: Reading, batch: UploadedRow[]): Promise<void> {
  const entries = batch.flatMap((row) => ('entry' in row ? [row.entry] : []))
  const errors = batch.flatMap((row) => ('errors' in row ? row.errors : []))
  const next = await transaction(deps.db, async (trx) => {
    const added = await write(deps, trx, { upload, place, entries })
    const sum: ImportCounts = {
      rowsRead: counts.rowsRead + batch.length,
      added: counts.added + added,
      repeated: counts.repeated + entries.length - added,
      refused: counts.refused + batch.length - entries.length,
      errors: [...counts.errors, ...errors].slice(0, mostErrors),
    }
    await saveCounts(trx, upload.id, sum)
    return sum
  })
  Object.assign(counts, next)
}

type Writing = { upload: ImportRow; place: Place; entries: readonly ImportEntry[] }

async function write(
  { doNotCall, now }: ReadImportDeps,
  trx: Knex.Transaction,
  { upload, place, entries }: Writing,
): Promise<number> {
  if (upload.kind === 'records') {
    // An upload goes with its campaign, so whoever finds it finds the campaign's client.
    return writeRecords(trx, { upload, clientId: place.clientId ?? '', entries, now: now() })
  }
  const numbers = [...new Set(entries.map(({ number }) => number))]
  const { author_id: authorId, client_id: clientId, file_name: note } = upload
  return doNotCall.forbidWithin(trx, { numbers, clientId, source: 'file', note, authorId })
}

/** What is wrong with a file as a whole stands on line 0 of its errors. */
export async function tellFault(
  db: Database,
  { upload, counts }: Pick<Reading, 'upload' | 'counts'>,
  { code, detail }: { code: string; detail: string },
): Promise<void> {
  counts.errors = [...counts.errors, { line: 0, column: null, code, detail: detail.slice(0, 300) }]
  await saveCounts(db, upload.id, counts)
}
