import type { ImportRow } from '@orderline/db'
import type { Notice } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { Logger } from '@orderline/runtime/logger'
import { findPlace } from './find-place.ts'
import { beginImport, endImport, findUnfinished, type ImportCounts, type ImportEnd } from './imports-repository.ts'
import { readImport, tellFault, type ReadImportDeps } from './read-import.ts'
import { countRows } from './read-upload.ts'
import { createSoughtFiles } from './sought-files.ts'
import type { UploadFiles } from './upload-files.ts'

export type RunImportsDeps = ReadImportDeps & {
  files: UploadFiles
  /** Runs work of this name if nobody else does, in any process; undefined when somebody does. */
  alone: <T>(name: string, work: (isStillAlone: () => boolean) => Promise<T>) => Promise<T | undefined>
  wakeDialer: () => Promise<unknown>
  /** To the one who sent the file, wherever they are by now. */
  notify: (room: `user:${string}`, notice: Notice) => void
  log: Logger
}
export type RunImports = ReturnType<typeof createRunImports>

/**
 * Takes uploaded files into their tables. A process that is killed in the middle leaves a file of which the next one
 * reads on: nothing twice, nothing lost.
 */
export function createRunImports(deps: RunImportsDeps) {
  const { db, files, alone, wakeDialer, notify, now, log } = deps
  const sought = createSoughtFiles({ files, now })

  async function run(upload: ImportRow, isStillAlone: () => boolean): Promise<void> {
    const path = files.pathOf(upload.id)
    await beginImport(db, upload.id, await countRows(path))
    const place = await findPlace(db, upload)
    const counts = countsOf(upload)
    const state = await readImport(deps, { upload, path, place, counts, isStillAlone })
    if (state !== 'left') await end(upload, { state, counts })
  }

  /** What nobody can read any more would be waited for without end, and its campaign with it. */
  async function giveUp(upload: ImportRow): Promise<void> {
    const counts = countsOf(upload)
    await tellFault(db, { upload, counts }, { code: 'lost-file', detail: 'the file is lost: upload it again' })
    await end(upload, { state: 'failed', counts })
  }

  async function end(upload: ImportRow, { state, counts }: Ended): Promise<void> {
    await endImport(db, { id: upload.id, state, rowsTotal: counts.rowsRead, at: now() })
    await wakeDialer()
    const told = noticeOf(upload, { state, counts })
    if (upload.author_id !== null) notify(`user:${upload.author_id}`, { id: createId(), at: now(), ...told })
    log.info({ importId: upload.id, state, added: counts.added, refused: counts.refused }, 'upload was read')
  }

  /** False when somebody else reads it, or has read it, and while its file is missed. */
  async function runOne(id: string): Promise<boolean> {
    const isRead = await alone(`import:${id}`, async (isStillAlone) => {
      // Read anew: whoever had it before has counted on.
      const upload = await db('imports').where({ id }).whereIn('state', ['waiting', 'running']).first()
      if (!upload) return false
      const seen = sought.look(id)
      if (seen === 'here') await run(upload, isStillAlone)
      if (seen === 'lost') await giveUp(upload)
      return seen === 'here'
    })
    return isRead ?? false
  }

  return {
    /**
     * Reads all that waits, one file after the other; answers how many files it had in hand. What keeps one from being
     * read keeps none of the others; it is thrown when all had their turn.
     */
    async runAll(): Promise<number> {
      const waiting = await findUnfinished(db)
      sought.keepOnly(waiting.map(({ id }) => id))
      const failures: unknown[] = []
      let read = 0
      for (const { id } of waiting) {
        try {
          if (await runOne(id)) read += 1
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length === 0) return read
      throw new AggregateError(failures, `${failures.length} of ${waiting.length} uploads could not be read`)
    },
  }
}

function countsOf({ rows_read: rowsRead, added, repeated, refused, errors }: ImportRow): ImportCounts {
  return { rowsRead, added, repeated, refused, errors }
}

type Ended = { state: ImportEnd['state']; counts: ImportCounts }

function noticeOf(upload: ImportRow, { state, counts }: Ended): Omit<Notice, 'id' | 'at'> {
  const { added, repeated, refused } = counts
  const params = { file: upload.file_name, importId: upload.id, added, repeated, refused }
  if (state === 'failed') return { level: 'error', code: 'import-failed', params }
  return { level: refused > 0 ? 'warning' : 'info', code: 'import-done', params }
}
