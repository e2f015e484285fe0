import { openPromise, type Entry } from 'yauzl'
import { unreadable } from './unreadable.ts'

/** The archive that an XLSX file is. `read` answers undefined for a part that it does not have. */
export type XlsxArchive = {
  read(name: string, mostBytes: number): Promise<AsyncIterable<Buffer> | undefined>
  close(): void
}

const mostParts = 10_000

/**
 * Opens an archive without inflating anything. A part is inflated as it is read, and by no more than the archive says it
 * has: where it says more than may be, the part is refused before its first byte, and one that holds more than it says is
 * broken.
 */
export async function openXlsx(path: string): Promise<XlsxArchive> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  const close = () => zip.close()
  try {
    if (zip.entryCount > mostParts) throw unreadable('too-much-inside', `more than ${mostParts} parts`)
    const parts = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry)
    return {
      async read(name, mostBytes) {
        const entry = parts.get(name)
        if (!entry) return undefined
        if (entry.uncompressedSize > mostBytes)
          throw unreadable('too-much-inside', `${name} has over ${mostBytes} bytes`)
        return zip.openReadStreamPromise(entry)
      },
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
