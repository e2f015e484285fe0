import { Readable } from 'node:stream'
import type { Database, ImportRow } from '@orderline/db'
import type { ImportView, Page } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { AuditService } from '../audit/audit-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { stringify } from './csv-text.ts'
import { findImport, insertImport, listImports, presentImport } from './imports-repository.ts'
import { findPlace } from './find-place.ts'
import { readUpload } from './read-upload.ts'
import { isUnreadable } from './unreadable.ts'
import type { UploadFiles } from './upload-files.ts'

export type ImportsServiceDeps = {
  db: Database
  files: UploadFiles
  audit: AuditService
  now: Clock
}
export type ImportsService = ReturnType<typeof createImportsService>

/** What is uploaded: lines for a campaign, or numbers that nobody may call (of one client, or of all). */
/** `length`: as the request tells it, before the body has come. */
export type Upload = { fileName: string; body: Readable; length: number | undefined; userId: string } & (
  { kind: 'records'; campaignId: string } | { kind: 'do-not-call'; clientId: string | null }
)

/** Receives files and tells how far they are; they are read in the background. */
export function createImportsService({ db, files, audit, now }: ImportsServiceDeps) {
  async function require(id: string): Promise<ImportRow> {
    const row = await findImport(db, id)
    if (!row) throw new AppError<ErrorCode>('import/not-found', { id })
    return row
  }

  return {
    list: (campaignId: string): Promise<Page<ImportView>> => listImports(db, campaignId),
    get: async (id: string): Promise<ImportView> => presentImport(await require(id)),

    /** Resolves when the whole file has arrived. Errors: `import/too-large`, `import/wrong-type`, `campaign/not-found`. */
    async receive({ fileName, body, length, userId, ...what }: Upload): Promise<ImportView> {
      await requirePlace(db, what)
      const id = createId()
      await files.save(id, { body, length })
      const [campaignId, clientId] = what.kind === 'records' ? [what.campaignId, null] : [null, what.clientId]
      const of = { kind: what.kind, campaign_id: campaignId, client_id: clientId }
      await insertImport(db, { id, ...of, file_name: fileName, author_id: userId, at: now() })
      const subject = what.kind === 'records' ? 'campaign' : 'do-not-call'
      await audit.record({
        userId,
        action: 'import',
        subject,
        subjectId: campaignId,
        details: { fileName, importId: id },
      })
      return presentImport(await require(id))
    },

    /**
     * Everything that is wrong in the file, as CSV: found anew, since a file of broken lines has very many. Once the file
     * is too old to be kept, the first of them, which the import keeps.
     */
    async errors(id: string): Promise<Readable> {
      const row = await require(id)
      if (!files.has(id)) return Readable.from([heading, ...row.errors.map(errorLine)])
      const { country } = await findPlace(db, row)
      return Readable.from(errorLines(files.pathOf(id), country))
    },
  }
}

type What = { kind: 'records'; campaignId: string } | { kind: 'do-not-call'; clientId: string | null }

async function requirePlace(db: Database, what: What): Promise<void> {
  if (what.kind === 'records') {
    const campaign = await db('campaigns').where({ id: what.campaignId }).first('id')
    if (!campaign) throw new AppError<ErrorCode>('campaign/not-found', { id: what.campaignId })
  } else if (what.clientId !== null && !(await db('clients').where({ id: what.clientId }).first('id'))) {
    throw new AppError<ErrorCode>('client/not-found', { id: what.clientId })
  }
}

// Spreadsheets take a file without a byte order mark for one of their own country's.
const heading = '\uFEFF' + stringify(['line', 'column', 'code', 'detail'])

function errorLine({ line, column, code, detail }: ImportView['errors'][number]): string {
  // What is wrong with the file as a whole is in no line.
  return stringify([line === 0 ? '' : String(line), column ?? '', code, detail])
}

async function* errorLines(path: string, country: string): AsyncGenerator<string> {
  yield heading
  try {
    for await (const row of readUpload(path, country)) {
      if ('errors' in row) yield* row.errors.map(errorLine)
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error
    yield stringify(['', '', error.code, String(error.details['detail'])])
  }
}
