import { open } from 'node:fs/promises'
import { mapColumns } from './column-map.ts'
import { countCsvRows, csvRows } from './csv-rows.ts'
import { readEntry, type ReadRow } from './read-entry.ts'
import { mostRows, type SheetRow } from './sheet-row.ts'
import { isUnreadable, unreadable } from './unreadable.ts'
import { xlsxRows } from './xlsx-rows.ts'

/** A row of the file with what it says; `row` counts from 1, without the header. */
export type UploadedRow = { row: number } & ReadRow

/**
 * Reads an uploaded file from its beginning, one row after the other, in bounded memory. Throws
 * an error of {@link isUnreadable} for one without a column of numbers, one that is empty, or one with too much in it.
 */
export async function* readUpload(path: string, country: string): AsyncGenerator<UploadedRow> {
  const rows = await rowsOf(path)
  let map: ReturnType<typeof mapColumns>
  let row = 0
  for await (const sheetRow of rows) {
    if (!map) {
      map = mapColumns('cells' in sheetRow ? sheetRow.cells : [], country)
      if (!map) throw unreadable('no-number-column', 'no column is called number or phone')
      if (map.titles) continue
    }
    row += 1
    if (row > mostRows) throw unreadable('too-many-rows', `more than ${mostRows} rows: the rest was not read`)
    yield { row, ...readEntry(sheetRow, { map, country }) }
  }
  if (!map) throw unreadable('empty', 'the file is empty')
}

/** How many rows there are; null where counting costs as much as reading. */
export async function countRows(path: string): Promise<number | null> {
  return (await isZip(path)) ? null : countCsvRows(path)
}

async function rowsOf(path: string): Promise<AsyncIterable<SheetRow>> {
  return (await isZip(path)) ? readableXlsx(path) : csvRows(path)
}

/** An XLSX file is a ZIP archive; what else is one cannot be read as it. */
async function* readableXlsx(path: string): AsyncGenerator<SheetRow> {
  try {
    yield* xlsxRows(path)
  } catch (error) {
    if (isUnreadable(error)) throw error
    // The libraries have no class of their own for what they cannot read.
    throw unreadable('broken-file', error instanceof Error ? error.message : 'cannot be read')
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.readUInt32LE(0) === 0x04034b50
  } finally {
    await file.close()
  }
}
