import { posix } from 'node:path'
import type { SaxesTagPlain } from 'saxes'
import { unreadable } from './unreadable.ts'
import type { XlsxArchive } from './xlsx-archive.ts'
import { localName, readXml } from './read-xml.ts'
import { appendText } from './sheet-row.ts'

/** What the cells of a sheet point to. */
export type Workbook = {
  /** Path of the first sheet within the archive. */
  sheet: string
  strings: string[]
  /** By number of a cell's style: whether it shows its number as a day. */
  dateStyles: boolean[]
  /** Days are counted from 1904, not from 1900. */
  isFrom1904: boolean
}

/** Strings are held in memory: a list of 200,000 lines has five texts of its own in each. */
const mostStrings = 1_000_000
const mostBytes = { strings: 64 * 1024 * 1024, other: 16 * 1024 * 1024 }

/** Reads everything of a workbook but its rows (ECMA-376, part 1, §18). */
export async function readWorkbook(archive: XlsxArchive): Promise<Workbook> {
  const { sheetId, isFrom1904 } = await readBook(archive)
  const sheet = await findTarget(archive, sheetId)
  const strings = await readStrings(archive)
  return { sheet, strings, dateStyles: await readDateStyles(archive), isFrom1904 }
}

type Attributes = SaxesTagPlain['attributes']

async function* readPart<T>(
  archive: XlsxArchive,
  name: string,
  pick: (name: string, attributes: Attributes) => T | undefined,
): AsyncGenerator<T> {
  const part = await archive.read(name, mostBytes.other)
  if (!part) return
  yield* readXml<T>(part, (emit) => ({
    open(element, attributes) {
      const picked = pick(element, attributes)
      if (picked !== undefined) emit(picked)
    },
  }))
}

async function readBook(archive: XlsxArchive): Promise<{ sheetId: string | undefined; isFrom1904: boolean }> {
  let [sheetId, isFrom1904]: [string | undefined, boolean] = [undefined, false]
  const elements = readPart(archive, 'xl/workbook.xml', (name, attributes) => ({ name, attributes }))
  for await (const { name, attributes } of elements) {
    if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
    if (name === 'sheet') sheetId ??= idOf(attributes)
  }
  return { sheetId, isFrom1904 }
}

/** `r:id`, whatever its prefix. */
function idOf(attributes: Attributes): string | undefined {
  return Object.entries(attributes).find(([name]) => name.includes(':') && localName(name) === 'id')?.[1]
}

async function findTarget(archive: XlsxArchive, id: string | undefined): Promise<string> {
  const targets = readPart(archive, 'xl/_rels/workbook.xml.rels', (name, attributes) =>
    name === 'Relationship' && attributes['Id'] === id ? attributes['Target'] : undefined,
  )
  for await (const target of targets) return target.startsWith('/') ? target.slice(1) : posix.join('xl', target)
  throw unreadable('broken-file', 'there is no sheet')
}

async function readStrings(archive: XlsxArchive): Promise<string[]> {
  const part = await archive.read('xl/sharedStrings.xml', mostBytes.strings)
  const strings: string[] = []
  if (!part) return strings
  for await (const text of readXml(part, stringHandlers)) {
    strings.push(text)
    if (strings.length > mostStrings) throw unreadable('too-much-inside', `more than ${mostStrings} texts`)
  }
  return strings
}

function stringHandlers(emit: (text: string) => void) {
  let [text, isText, isReading] = ['', false, false]
  return {
    open(name: string) {
      if (name === 'si') text = ''
      // How a Japanese text is read stands beside it.
      if (name === 'rPh') isReading = true
      isText = name === 't' && !isReading
    },
    text(piece: string) {
      if (isText) text = appendText(text, piece)
    },
    close(name: string) {
      isText = false
      if (name === 'rPh') isReading = false
      if (name === 'si') emit(text)
    },
  }
}

async function readDateStyles(archive: XlsxArchive): Promise<boolean[]> {
  const formats = new Map<string, string>()
  const styles: boolean[] = []
  let isOfCells = false
  const elements = readPart(archive, 'xl/styles.xml', (name, attributes) => ({ name, attributes }))
  for await (const { name, attributes } of elements) {
    const id = attributes['numFmtId'] ?? ''
    if (name === 'numFmt') formats.set(id, attributes['formatCode'] ?? '')
    if (name === 'cellXfs' || name === 'cellStyleXfs' || name === 'cellStyles') isOfCells = name === 'cellXfs'
    if (name === 'xf' && isOfCells) styles.push(showsDay(Number(id), formats.get(id)))
  }
  return styles
}

/** Numbers of formats that are in no file: §18.8.30, with those of East Asia. */
const builtInDays = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** A day of the month or a year stands in its format, outside of quotes and of brackets. */
function showsDay(id: number, format: string | undefined): boolean {
  if (format === undefined) return builtInDays.has(id)
  return /[dy]/i.test(format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}
