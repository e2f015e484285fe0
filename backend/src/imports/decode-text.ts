import { createReadStream } from 'node:fs'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'windows-1251'

/**
 * How the text of a file is written: by its byte order mark, else UTF-8 if all of it is, else what spreadsheets of our
 * customers' countries write. (Every windows-1251 file with a Cyrillic letter breaks UTF-8 sooner or later.)
 */
export async function detectEncoding(path: string): Promise<TextEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le'
    isFirst = false
    if (!decodes(decoder, chunk)) return 'windows-1251'
  }
  return 'utf-8'
}

/** A row has fifty cells of five hundred characters at most. */
export const longestLine = 100_000

/**
 * The physical lines of a text file, without their ends and without a byte order mark. Of a line that is too long one
 * character more than {@link longestLine} is kept, which says so: a file may be one line.
 */
export async function* readLines(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let rest = ''
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/)
    rest = (lines.pop() ?? '').slice(0, longestLine + 1)
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest.replace(/\r$/, '')
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: true })
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
