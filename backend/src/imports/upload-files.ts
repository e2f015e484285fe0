import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'

export type UploadFiles = ReturnType<typeof createUploadFiles>

const ending = '.upload'
const mostBytes = 50 * 1024 * 1024

/** Uploaded files as they came, one for each import, by its id: no name of a stranger ever becomes a path. */
export function createUploadFiles(directory: string) {
  const pathOf = (id: string) => join(directory, id + ending)
  return {
    pathOf,

    has(id: string): boolean {
      return existsSync(pathOf(id))
    },

    /** The ids of files that came before this moment (epoch milliseconds). */
    async findOlder(before: number): Promise<string[]> {
      const names = existsSync(directory) ? await readdir(directory) : []
      const ids = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))
      const found = await Promise.all(ids.map(async (id) => ((await cameAt(pathOf(id))) < before ? [id] : [])))
      return found.flat()
    },

    /** A file that is gone already is fine. */
    async remove(id: string): Promise<void> {
      await rm(pathOf(id), { force: true })
    },

    /** Errors: `import/too-large`, `import/wrong-type`; nothing is left behind then. */
    async save(id: string, { body, length = 0 }: { body: Readable; length: number | undefined }): Promise<void> {
      if (length > mostBytes) {
        // What is left of the body is read and thrown away, so that the page gets to see the answer.
        body.resume()
        throw new AppError<ErrorCode>('import/too-large')
      }
      await mkdir(directory, { recursive: true })
      try {
        await pipeline(body, bounded(), createWriteStream(pathOf(id), { flags: 'wx' }))
        await requireKnownType(pathOf(id))
      } catch (error) {
        await rm(pathOf(id), { force: true })
        throw error
      }
    },
  }
}

/** Another backend may have deleted it since it was listed; then it is nobody's. */
async function cameAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Infinity
    throw error
  }
}

function bounded(): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > mostBytes) done(new AppError<ErrorCode>('import/too-large'))
      else done(null, chunk)
    },
  })
}

/** XLSX is a ZIP archive; anything else must be text, in which no byte is zero (but in UTF-16, which says so). */
async function requireKnownType(path: string): Promise<void> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0)
    const start = buffer.subarray(0, bytesRead)
    const isUtf16 = start[0] === 0xff && start[1] === 0xfe
    const isZip = start.subarray(0, 4).toString('latin1') === 'PK\x03\x04'
    if (!isZip && !isUtf16 && start.includes(0)) throw new AppError<ErrorCode>('import/wrong-type')
  } finally {
    await file.close()
  }
}
