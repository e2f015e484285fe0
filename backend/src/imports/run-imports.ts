import type { ImportRow } from '@orderline/db'
import type { Notice } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { Logger } from '@orderline/runtime/logger'
import { findPlace } from './find-place.ts'
import { beginImport, endImport, findUnfinished, type ImportCounts, type ImportEnd } from './imports-repository.ts'
import { readImport, type ReadImportDeps } from './read-import.ts'
import { countRows } from './read-upload.ts'
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

  async function run(upload: ImportRow, isStillAlone: () => boolean): Promise<void> {
    const path = files.pathOf(upload.id)
    await beginImport(db, upload.id, await countRows(path))
    const place = await findPlace(db, upload)
    const { rows_read: rowsRead, added, repeated, refused, errors } = upload
    const counts = { rowsRead, added, repeated, refused, errors }
    const state = await readImport(deps, { upload, path, place, counts, isStillAlone })
    if (state === 'left') return
    await endImport(db, { id: upload.id, state, rowsTotal: counts.rowsRead, at: now() })
    await wakeDialer()
    tellAuthor(upload, { state, counts })
    log.info({ importId: upload.id, state, added: counts.added, refused: counts.refused }, 'upload was read')
  }

  function tellAuthor(upload: ImportRow, { state, counts }: { state: ImportEnd['state']; counts: ImportCounts }): void {
    if (upload.author_id === null) return
    const { added, repeated, refused } = counts
    const params = { file: upload.file_name, importId: upload.id, added, repeated, refused }
    const level = state === 'failed' ? 'error' : refused > 0 ? 'warning' : 'info'
    const code = state === 'failed' ? 'import-failed' : 'import-done'
    notify(`user:${upload.author_id}`, { id: createId(), at: now(), level, code, params })
  }

  /** False when somebody else reads it, or has read it. */
  async function runOne(id: string): Promise<boolean> {
    const isRead = await alone(`import:${id}`, async (isStillAlone) => {
      // Read anew: whoever had it before has counted on.
      const upload = await db('imports').where({ id }).whereIn('state', ['waiting', 'running']).first()
      if (upload) await run(upload, isStillAlone)
      return upload !== undefined
    })
    return isRead ?? false
  }

  return {
    /**
     * Reads all that waits, one file after the other; answers how many files it had in hand. What keeps one from being
     * read (its file is lost, say) keeps none of the others; it is thrown when all had their turn.
     */
    async runAll(): Promise<number> {
      const waiting = await findUnfinished(db)
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
