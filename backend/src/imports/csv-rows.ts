import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { detectEncoding, longestLine, readLines } from './decode-text.ts'
import type { SheetRow } from './sheet-row.ts'

/** A quoted cell may go over some lines; one that goes over more has lost its closing quote. */
const longestCellLines = 20
const separators = [';', ',', '\t'] as const

/**
 * The rows of a CSV file (RFC 4180), separated by semicolon, comma or tab: whichever the first line has most of. Each
 * row is parsed by itself, so that one broken row costs nobody the rest of the file. Empty lines are passed over.
 */
export async function* csvRows(path: string): AsyncGenerator<SheetRow> {
  let separator: string | undefined
  for await (const { line, text } of logicalLines(readLines(path, await detectEncoding(path)))) {
    if (text.trim() === '') continue
    separator ??= mostFrequent(text)
    yield* toRows({ line, text }, separator)
  }
}

/** How many rows there are beside a header, without looking into them. */
export async function countCsvRows(path: string): Promise<number> {
  let count = 0
  for await (const { text } of logicalLines(readLines(path, await detectEncoding(path)))) {
    if (text.trim() !== '') count += 1
  }
  return Math.max(0, count - 1)
}

type LogicalLine = { line: number; text: string }

/** Joins the lines of a quoted cell that goes over several. When no closing quote comes, they are lines of their own. */
async function* logicalLines(lines: AsyncIterable<string>): AsyncGenerator<LogicalLine> {
  let line = 0
  let held: string[] = []
  for await (const physical of lines) {
    line += 1
    held.push(physical)
    if (isClosed(held)) {
      yield { line: line - held.length + 1, text: held.join('\n') }
      held = []
    } else if (held.length > longestCellLines) {
      yield* apart(held, line)
      held = []
    }
  }
  yield* apart(held, line)
}

function* apart(held: string[], lastLine: number): Generator<LogicalLine> {
  for (const [index, text] of held.entries()) yield { line: lastLine - held.length + 1 + index, text }
}

/** Quotes come in pairs: an odd number of them leaves a cell open. */
function isClosed(held: readonly string[]): boolean {
  const quotes = held.reduce((count, text) => count + text.split('"').length - 1, 0)
  return quotes % 2 === 0
}

/** Two lines with a quote too many each look like one cell over all lines between: what is no row is read line by line. */
function* toRows({ line, text }: LogicalLine, separator: string): Generator<SheetRow> {
  const row = toRow({ line, text }, separator)
  const physical = text.split('\n')
  if ('cells' in row || physical.length === 1) {
    yield row
    return
  }
  for (const one of apart(physical, line + physical.length - 1)) {
    if (one.text.trim() !== '') yield toRow(one, separator)
  }
}

function toRow({ line, text }: LogicalLine, delimiter: string): SheetRow {
  if (text.length > longestLine) return { line, problem: `more than ${longestLine} characters` }
  try {
    const [cells = []] = parse(text, { delimiter, relax_column_count: true, trim: true })
    return { line, cells }
  } catch (error) {
    if (error instanceof CsvError) return { line, problem: error.code }
    throw error
  }
}

function mostFrequent(header: string): string {
  const count = (separator: string) => header.split(separator).length
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best))
}
