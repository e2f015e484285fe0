import { createReadStream, type ReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AudioRange } from './audio-range.ts'

export type AudioFiles = ReturnType<typeof createAudioFiles>

/** A plain name, so that no name leads out of the directory. */
const safeName = /^[\w+][\w.+-]{0,150}\.wav$/

/** The sound files of one directory. */
export function createAudioFiles(directory: string) {
  const pathOf = (name: string) => (safeName.test(name) ? join(directory, name) : undefined)
  return {
    /** Size in bytes; undefined where there is no such file. */
    async sizeOf(name: string): Promise<number | undefined> {
      const path = pathOf(name)
      if (!path) return undefined
      try {
        const found = await stat(path)
        return found.isFile() ? found.size : undefined
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    /** A file that is gone already is fine. */
    async remove(name: string): Promise<void> {
      const path = pathOf(name)
      if (path) await rm(path, { force: true })
    },
    /** Of a file whose size is known already. */
    open(name: string, range?: AudioRange): ReadStream {
      const path = pathOf(name)
      if (!path) throw new Error('not the name of a sound file')
      return createReadStream(path, range)
    },
  }
}
