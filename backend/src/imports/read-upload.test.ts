import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { longestLine } from './decode-text.ts'
import { readUpload, type UploadedRow } from './read-upload.ts'

const dir = mkdtempSync(join(tmpdir(), 'orderline-uploads-'))
let files = 0
afterAll(() => rmSync(dir, { recursive: true }))

async function read(content: string | Buffer): Promise<UploadedRow[]> {
  const path = join(dir, String((files += 1)))
  writeFileSync(path, content)
  const rows: UploadedRow[] = []
  for await (const row of readUpload(path, 'UA')) rows.push(row)
  return rows
}

const entry = (row: UploadedRow | undefined) => (row && 'entry' in row ? row.entry : undefined)
const errors = (row: UploadedRow | undefined) => (row && 'errors' in row ? row.errors : [])

/** Text as windows-1251 has it: Cyrillic from а to я and А to Я, the rest as it is. */
function inWindows1251(text: string): Buffer {
  const byteOf = (code: number) => (code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code)
  return Buffer.from([...text].map((letter) => byteOf(letter.codePointAt(0)!)))
}

describe('an uploaded list', () => {
  it('is read by its headings, in any of three languages, separated in any of three ways', async () => {
    for (const [separator, headings] of [
      [';', ['Телефон', 'ПІБ', 'Код', 'Місто']],
      [',', ['phone', 'Full name', 'ID', 'Місто']],
      ['\t', ['Номер телефона', 'ФИО', 'ключ', 'Місто']],
    ] as const) {
      const [row] = await read(
        `${headings.join(separator)}\r\n${['067 123 45 67', 'Оля', '7', 'Львів'].join(separator)}\r\n`,
      )
      const expected = { number: '+380671234567', name: 'Оля', key: '7', note: '', fields: { Місто: 'Львів' } }
      expect(entry(row)).toEqual(expected)
    }
  })

  it('is read in UTF-8 with and without its mark, in UTF-16 and in windows-1251', async () => {
    const text = 'телефон;имя\n0671234567;Анна\n'
    const encoded = [text, `\uFEFF${text}`, Buffer.from(`\uFEFF${text}`, 'utf16le'), inWindows1251(text)]
    for (const content of encoded) expect(entry((await read(content))[0])?.name).toBe('Анна')
  })

  it('may be a bare column of numbers; the key of a line without one is its number', async () => {
    const rows = await read('0671234567\n+48 601 230 002\n')
    expect(rows.map((row) => entry(row)?.key)).toEqual(['+380671234567', '+48601230002'])
  })

  it('tells each broken line with its number and column, and takes the good ones', async () => {
    const lines = [
      'phone;name;id',
      '0671234567;Anna;1',
      ';Nobody;2',
      'abc;Letters;3',
      `0671234568;${'x'.repeat(201)};4`,
    ]
    const broken = [
      '0671234569;"un"closed;5',
      '0671234570;"two\nlines";6',
      '',
      '0671234571;"never closed;7',
      '0671234572;Last;8',
    ]
    const rows = await read([...lines, ...broken].join('\n'))
    const told = rows.flatMap(errors).map(({ line, column, code }) => [line, column, code])
    expect(told).toEqual([
      [3, 'phone', 'missing'],
      [4, 'phone', 'not-a-phone'],
      [5, 'name', 'too-long'],
      [6, null, 'broken-row'],
      [10, null, 'broken-row'],
    ])
    expect(rows.flatMap((row) => entry(row)?.name ?? [])).toEqual(['Anna', 'two\nlines', 'Last'])
  })

  it('loses no good line between two that have a quote too many each', async () => {
    const lines = ['phone;name', '0671234567;TV 5"', '0671234568;Anna', '0671234569;TV 7"', '0671234570;Bob']
    const rows = await read(lines.join('\r\n'))
    expect(rows.flatMap(errors).map(({ line, code }) => [line, code])).toEqual([
      [2, 'broken-row'],
      [4, 'broken-row'],
    ])
    expect(rows.flatMap((row) => entry(row)?.name ?? [])).toEqual(['Anna', 'Bob'])
  })

  it('tells a line without end as broken, keeps only its start in memory, and goes on behind it', async () => {
    const endless = `0671234567;Anna;${'x;'.repeat(1_000_000)}`
    const rows = await read(['phone;name', endless, '0671234568;Bob'].join('\r\n'))
    expect(rows.flatMap(errors)).toEqual([
      { line: 2, column: null, code: 'broken-row', detail: `more than ${longestLine} characters` },
    ])
    expect(entry(rows[1])?.name).toBe('Bob')
  })

  it('with a heading without end names the column by its start', async () => {
    const rows = await read(`${'x'.repeat(5_000)};phone\n${'y'.repeat(501)};0671234567\n`)
    expect(errors(rows[0])).toMatchObject([{ column: 'x'.repeat(60), code: 'too-long' }])
  })

  it('without a column of numbers, or with nothing in it, is refused as a whole', async () => {
    await expect(read('name;city\nAnna;Lviv\n')).rejects.toMatchObject({ code: 'no-number-column' })
    await expect(read('')).rejects.toMatchObject({ code: 'empty' })
    await expect(read(Buffer.from('PK\x03\x04 not an archive'))).rejects.toMatchObject({ code: 'broken-file' })
  })

  it('may be an XLSX file, whose numbers are numbers or texts', async () => {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('list')
    sheet.addRow(['Phone', 'Name', 'Bought'])
    sheet.addRow([380671234567, 'Anna', new Date('2026-01-02T00:00:00Z')])
    sheet.addRow([])
    sheet.addRow(['(067) 123-45-68', { richText: [{ text: 'Bo' }, { text: 'b' }] }, ''])
    sheet.addRow(['nothing', 'Carl'])
    const rows = await read(Buffer.from(await workbook.xlsx.writeBuffer()))
    expect(rows.flatMap((row) => entry(row) ?? [])).toMatchObject([
      { number: '+380671234567', name: 'Anna', fields: { Bought: '2026-01-02' } },
      { number: '+380671234568', name: 'Bob', fields: {} },
    ])
    expect(rows.flatMap(errors)).toMatchObject([{ line: 5, column: 'Phone', code: 'not-a-phone' }])
  })
})
