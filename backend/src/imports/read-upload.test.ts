import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { longestLine } from './decode-text.ts'
import { readUpload, type UploadedRow } from './read-upload.ts'
import { partOf, zipOf, type Repeated, type ZipPart } from './testing.ts'

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

const once = (name: string, text: string) => partOf(name, { block: text, times: 1 })
const namespaceUri = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const namespace = `xmlns="${namespaceUri}"`
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const row = '<row><c t="s"><v>0</v></c></row>'
const sheetOf = (rows: Repeated & { columns?: string }) =>
  partOf('xl/worksheets/sheet1.xml', {
    ...rows,
    head: `<worksheet ${namespace}>${rows.columns ?? ''}<sheetData>${rows.head ?? ''}`,
    tail: `${rows.tail ?? ''}</sheetData></worksheet>`,
  })
const stringsOf = (strings: Repeated) =>
  partOf('xl/sharedStrings.xml', {
    ...strings,
    head: `<sst ${namespace}>${strings.head ?? ''}`,
    tail: `${strings.tail ?? ''}</sst>`,
  })
const fewStrings = stringsOf({ block: '<si><t>0671234567</t></si>', times: 1 })
const workbook = (properties = '') => [
  once(
    'xl/workbook.xml',
    `<workbook ${namespace} xmlns:r="${relations}">${properties}<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
  ),
  once(
    'xl/_rels/workbook.xml.rels',
    `<Relationships><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ),
]

describe('an XLSX file as other programs write it', () => {
  const fieldsOf = async (properties: string, ...parts: ZipPart[]) =>
    (await read(zipOf([...workbook(properties), ...parts]))).map((one) => entry(one)?.fields)

  it('has cells of every type, with and without their places, with prefixes, and texts with their reading', async () => {
    const cells = [
      '<x:c r="A2" t="str"><x:v>0671234567</x:v></x:c>',
      '<x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c t="d"><x:v>2026-01-02T00:00:00</x:v></x:c>',
      '<x:c r="F2" t="inlineStr"><x:is><x:r><x:t>one </x:t></x:r><x:r><x:t><![CDATA[& two]]></x:t></x:r></x:is></x:c>',
      '<x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v/></x:c><x:c><x:f>1+1</x:f><x:v>2.5</x:v></x:c>',
    ]
    const titles = ['phone', 'b', 'e', 'd', 'gap', 'i', 's', 'none', 'f']
    const heading = titles.map((title) => `<x:c t="str"><x:v>${title}</x:v></x:c>`).join('')
    const sheet = `<x:sheetData><x:row>${heading}</x:row><x:row r="2">${cells.join('')}</x:row></x:sheetData>`
    const rows = await fieldsOf(
      '',
      stringsOf({ block: '<si><t>no</t></si><si><t>読</t><rPh><t>よみ</t></rPh></si>', times: 1 }),
      once('xl/worksheets/sheet1.xml', `<x:worksheet xmlns:x="${namespaceUri}">${sheet}</x:worksheet>`),
    )
    expect(rows).toEqual([{ b: 'true', d: '2026-01-02', i: 'one & two', s: '読', f: '2.5' }])
  })

  it.each([
    ['', '2026-01-02'],
    ['<workbookPr date1904="1"/>', '2030-01-03'],
  ])('has days by the style of their cells and by its calendar: %s', async (properties, day) => {
    const formats =
      '<numFmts><numFmt numFmtId="164" formatCode="[$-419]yyyy"/><numFmt numFmtId="165" formatCode="0 &quot;d&quot;"/></numFmts>'
    const xf = (id: number) => `<xf numFmtId="${id}"/>`
    const styles = `${formats}<cellStyleXfs>${xf(14)}</cellStyleXfs><cellXfs>${[0, 14, 164, 165].map(xf).join('')}</cellXfs>`
    const titles = ['phone', 'a', 'b', 'c', 'd'].map((title) => `<c t="str"><v>${title}</v></c>`).join('')
    const days = [0, 1, 2, 3].map((style) => `<c s="${style}"><v>46024</v></c>`).join('')
    const block = `<row>${titles}</row><row><c><v>3.80671234567E11</v></c>${days}</row>`
    const parts = [once('xl/styles.xml', `<styleSheet>${styles}</styleSheet>`), sheetOf({ block, times: 1 })]
    expect(await fieldsOf(properties, ...parts)).toEqual([{ a: '46024', b: day, c: day, d: '46024' }])
  })
})

describe('an XLSX file that holds more than it weighs', () => {
  const text = `<si><t>${'x'.repeat(1_000)}</t></si>`.repeat(1_000)
  const [tooMuch, broken] = ['too-much-inside', 'broken-file']

  it.each([
    ['texts of 600 MB', tooMuch, [stringsOf({ block: text, times: 600 })]],
    ['texts that are said to be few', broken, [{ ...stringsOf({ block: text, times: 600 }), size: 1_000 }]],
    ['two million empty texts', tooMuch, [stringsOf({ block: '<si/>'.repeat(10_000), times: 200 })]],
    ['one text without end', tooMuch, [stringsOf({ head: '<si><t>', block: 'x'.repeat(1_000_000), times: 60 })]],
    ['rows of 600 MB', tooMuch, [fewStrings, sheetOf({ block: row.repeat(30_000), times: 600 })]],
    [
      'cells in cells without end',
      broken,
      [fewStrings, sheetOf({ head: '<row>', block: '<c>'.repeat(300_000), times: 100 })],
    ],
    ['styles of 600 MB', tooMuch, [fewStrings, partOf('xl/styles.xml', { block: text, times: 600 })]],
    ['very many parts', tooMuch, Array.from({ length: 20_000 }, (_, index) => once(`xl/${index}`, ''))],
  ])('is refused for %s, in bounded memory', async (_what, code, parts) => {
    const file = zipOf([...workbook(), ...parts])
    expect(file.length).toBeLessThan(50 * 1024 * 1024)
    const grown = await memoryGrownBy(() => expect(read(file)).rejects.toMatchObject({ code }))
    expect(grown).toBeLessThan(250 * 1024 * 1024)
  })

  it('has of a row of very many cells the first ones, and no columns but those, whatever it says of them', async () => {
    const cells = sheetOf({
      columns: '<cols><col min="1" max="4000000000" width="9"/></cols>',
      head: '<row><c t="s"><v>0</v></c>',
      block: '<c r="ZZZ1"><v>1</v></c>'.repeat(1_000),
      times: 200,
      tail: '</row>',
    })
    const rows: UploadedRow[] = []
    const grown = await memoryGrownBy(async () => rows.push(...(await read(zipOf([...workbook(), fewStrings, cells])))))
    expect(rows.map((one) => entry(one)?.number)).toEqual(['+380671234567'])
    expect(grown).toBeLessThan(250 * 1024 * 1024)
  })

  /** How many bytes this process had more than before, at most. */
  async function memoryGrownBy(work: () => Promise<unknown>): Promise<number> {
    const before = process.memoryUsage().rss
    let most = before
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 2)
    try {
      await work()
    } finally {
      clearInterval(timer)
    }
    return Math.max(most, process.memoryUsage().rss) - before
  }
})
