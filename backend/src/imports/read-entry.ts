import type { ImportView } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import type { ColumnMap } from './column-map.ts'
import { mostColumns, type SheetRow } from './sheet-row.ts'

export type ImportError = ImportView['errors'][number]
/** A row that is good. `key`: the list's own, else the number. */
export type ImportEntry = { number: string; name: string; key: string; note: string; fields: Record<string, string> }
export type ReadRow = { entry: ImportEntry } | { errors: ImportError[] }

const longest = { name: 200, key: 100, note: 300, field: 500 } as const

/** Checks one row; tells everything that is wrong with it, by line and column. */
export function readEntry(row: SheetRow, { map, country }: { map: ColumnMap; country: string }): ReadRow {
  const { line } = row
  if ('problem' in row) return { errors: [{ line, column: null, code: 'broken-row', detail: row.problem }] }
  const cell = (index: number | undefined) => (index === undefined ? '' : (row.cells[index] ?? '').trim())
  const titleOf = (index: number) => map.titles?.[index] ?? String(index + 1)
  const errors: ImportError[] = []
  const refuse = (index: number, code: string, detail: string) => {
    errors.push({ line, column: titleOf(index), code, detail })
  }
  const bounded = (index: number | undefined, most: number) => {
    const text = cell(index)
    if (index !== undefined && text.length > most) refuse(index, 'too-long', `more than ${most} characters`)
    return text
  }
  const number = readNumber(cell(map.number), country)
  if (typeof number !== 'string') refuse(map.number, number.code, number.detail)
  const name = bounded(map.name, longest.name)
  const key = bounded(map.key, longest.key)
  const note = bounded(map.note, longest.note)
  const fields = Object.fromEntries([...map.other].map(([index, title]) => [title, bounded(index, longest.field)]))
  if (row.cells.length > Math.max(map.titles?.length ?? 0, mostColumns)) {
    errors.push({ line, column: null, code: 'too-many-cells', detail: `more than ${mostColumns} cells` })
  }
  if (errors.length > 0 || typeof number !== 'string') return { errors }
  return { entry: { number, name, key: key === '' ? number : key, note, fields: withoutEmpty(fields) } }
}

function readNumber(text: string, country: string): string | { code: string; detail: string } {
  if (text === '') return { code: 'missing', detail: 'there is no number' }
  const number = parsePhone(text, country)
  return number ?? { code: 'not-a-phone', detail: `“${text.slice(0, 40)}” is no telephone number` }
}

function withoutEmpty(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}
