import { parsePhone } from '@orderline/domain/phone'
import { mostColumns } from './sheet-row.ts'

/** Where the cells of a file belong. `other`: index → name of a field. */
export type ColumnMap = {
  number: number
  name: number | undefined
  key: number | undefined
  note: number | undefined
  other: Map<number, string>
  /** Names as the file has them, for errors; undefined for a file without a header. */
  titles: string[] | undefined
}

type Meaning = 'number' | 'name' | 'key' | 'note'

/** Headings as people write them, in the languages of the centre's customers. */
const headings: Record<Meaning, readonly string[]> = {
  number: [
    'number',
    'phone',
    'phone number',
    'phonenumber',
    'telephone',
    'tel',
    'mobile',
    'телефон',
    'номер',
    'номер телефону',
    'номер телефона',
    'тел',
    'моб',
  ],
  name: [
    'name',
    'full name',
    'customer',
    'client',
    "ім'я",
    'імʼя',
    'піб',
    'имя',
    'фио',
    'клієнт',
    'клиент',
    'покупець',
    'покупатель',
  ],
  key: ['key', 'id', 'external id', 'externalid', 'external_id', 'ключ', 'код'],
  note: ['note', 'comment', 'reason', 'примітка', 'коментар', 'примечание', 'комментарий', 'причина'],
}
/** Each error of a file names its column. */
const longestTitle = 60

/** Reads the first row; undefined when nothing in it says which column has the numbers. */
export function mapColumns(first: readonly string[], country: string): ColumnMap | undefined {
  const titles = first.slice(0, mostColumns).map((title) => title.trim().slice(0, longestTitle))
  const meaningOf = (title: string) => normalize(title)
  const find = (meaning: Meaning) => {
    const index = titles.findIndex((title) => headings[meaning].includes(meaningOf(title)))
    return index === -1 ? undefined : index
  }
  const number = find('number')
  if (number === undefined) return withoutHeader(titles, country)
  const [name, key, note] = [find('name'), find('key'), find('note')]
  const taken = new Set([number, name, key, note])
  const other = titles.flatMap((title, index): [number, string][] =>
    taken.has(index) || title === '' ? [] : [[index, title]],
  )
  return { number, name, key, note, other: new Map(other), titles }
}

/** A bare column of numbers needs no heading. */
function withoutHeader(cells: readonly string[], country: string): ColumnMap | undefined {
  const number = cells.findIndex((cell) => parsePhone(cell, country) !== undefined)
  if (number === -1) return undefined
  return { number, name: undefined, key: undefined, note: undefined, other: new Map(), titles: undefined }
}

function normalize(title: string): string {
  return title
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[\s._-]+/g, ' ')
    .trim()
}
