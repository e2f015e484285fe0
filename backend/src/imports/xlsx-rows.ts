import ExcelJS from 'exceljs'
import { mostColumns, type SheetRow } from './sheet-row.ts'

/** The rows of the first sheet of an XLSX file (ECMA-376), read as a stream. Empty rows are passed over. */
export async function* xlsxRows(path: string): AsyncGenerator<SheetRow> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'emit',
  })
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      const cells = cellsOf(row)
      if (cells.some((cell) => cell !== '')) yield { line: row.number, cells }
    }
    return
  }
}

function cellsOf(row: ExcelJS.Row): string[] {
  const count = Math.min(row.cellCount, mostColumns)
  return Array.from({ length: count }, (_, index) => textOf(row.getCell(index + 1).value).trim())
}

/** A telephone number is often kept as a number: all of its digits count, none of them is an exponent. */
function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value)
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('result' in value) return textOf(value.result)
  if ('text' in value) return String(value.text)
  return ''
}
