import type { SaxesTagPlain } from 'saxes'
import { readXml, type XmlHandlers } from './read-xml.ts'
import { appendText, mostColumns, type SheetRow } from './sheet-row.ts'
import { unreadable } from './unreadable.ts'
import { openXlsx } from './xlsx-archive.ts'
import { readWorkbook, type Workbook } from './xlsx-workbook.ts'

/** Inflated. 200,000 rows of fifty short cells have less. */
const mostSheetBytes = 512 * 1024 * 1024

/** The rows of the first sheet of an XLSX file (ECMA-376), read as a stream. Empty rows are passed over. */
export async function* xlsxRows(path: string): AsyncGenerator<SheetRow> {
  const archive = await openXlsx(path)
  try {
    const workbook = await readWorkbook(archive)
    const sheet = await archive.read(workbook.sheet, mostSheetBytes)
    if (!sheet) throw unreadable('broken-file', 'there is no sheet')
    yield* readXml<SheetRow>(sheet, (emit) => sheetHandlers(workbook, emit))
  } finally {
    archive.close()
  }
}

type Attributes = SaxesTagPlain['attributes']
type Cell = { column: number; type: string; style: number; text: string }

/** A row or a cell without its place stands behind the one before (§18.3.1.4, §18.3.1.73). */
function sheetHandlers(workbook: Workbook, emit: (row: SheetRow) => void): XmlHandlers {
  let [line, column, cells]: [number, number, string[]] = [0, -1, []]
  let cell: Cell | undefined
  let [isText, isReading] = [false, false]
  return {
    open(name, attributes) {
      if (name === 'row') [line, column, cells] = [Number(attributes['r']) || line + 1, -1, []]
      if (name === 'c') {
        cell = cellAt(columnOf(attributes['r']) ?? column + 1, attributes)
        column = cell.column
      }
      if (name === 'rPh') isReading = true
      isText = name === 'v' || (name === 't' && !isReading)
    },
    text(piece) {
      if (cell && isText) cell.text = appendText(cell.text, piece)
    },
    close(name) {
      isText = false
      if (name === 'rPh') isReading = false
      if (name === 'c' && cell) {
        if (cell.column < mostColumns) cells[cell.column] = textOf(cell, workbook).trim()
        cell = undefined
      }
      if (name === 'row' && cells.some((text) => text !== '')) emit({ line, cells: withoutGaps(cells) })
    },
  }
}

function withoutGaps(cells: readonly string[]): string[] {
  return Array.from({ length: cells.length }, (_, index) => cells[index] ?? '')
}

function cellAt(column: number, attributes: Attributes): Cell {
  return { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), text: '' }
}

/** Of an address as `AB12`, from 0. */
function columnOf(address: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(address ?? '')?.[0]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** By the type of the cell (§18.18.11). */
function textOf({ type, style, text }: Cell, workbook: Workbook): string {
  if (text === '') return ''
  if (type === 's') return workbook.strings[Number(text)] ?? ''
  if (type === 'b') return text === '1' ? 'true' : 'false'
  if (type === 'e') return ''
  if (type === 'd') return text.slice(0, 10)
  if (type !== 'n') return text
  return numberText(text, { isDay: workbook.dateStyles[style] ?? false, isFrom1904: workbook.isFrom1904 })
}

const dayMs = 86_400_000
/** 1970-01-01 in days of the calendars from 1900 and from 1904. */
const epoch = { from1900: 25_569, from1904: 24_107 }

/** A telephone number is often kept as a number: all of its digits count, none of them is an exponent. */
function numberText(text: string, { isDay, isFrom1904 }: { isDay: boolean; isFrom1904: boolean }): string {
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  const day = new Date(Math.round((value - (isFrom1904 ? epoch.from1904 : epoch.from1900)) * dayMs))
  if (isDay && !Number.isNaN(day.getTime())) return day.toISOString().slice(0, 10)
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}
