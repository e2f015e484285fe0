import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { unreadable } from './unreadable.ts'

/** What is done with the pieces of a document. Names come without their prefix: writers differ in those. */
export type XmlHandlers = {
  open?: (name: string, attributes: SaxesTagPlain['attributes']) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

const mostDepth = 100
/** Of one text, tag or comment, which the parser holds until its end. */
const longestPiece = 1024 * 1024

/**
 * Reads XML as it comes and yields what its handlers emit, in memory that does not grow with the document. Throws for
 * what is no XML, is nested deeper or has longer pieces than any table would. No entities but those of XML are known.
 */
export async function* readXml<T>(
  chunks: AsyncIterable<Buffer>,
  handlersOf: (emit: (value: T) => void) => XmlHandlers,
): AsyncGenerator<T> {
  const found: T[] = []
  const parser = createParser(handlersOf((value) => void found.push(value)))
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }))
    yield* found.splice(0)
  }
  parser.write(decoder.decode())
  parser.close()
  yield* found.splice(0)
}

function createParser({ open, text, close }: XmlHandlers) {
  const parser = new SaxesParser()
  let [depth, pieceLength] = [0, 0]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    pieceLength = 0
    depth += 1
    if (depth > mostDepth) throw unreadable('broken-file', `nested deeper than ${mostDepth} elements`)
    open?.(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    pieceLength = 0
    depth -= 1
    close?.(localName(name))
  })
  parser.on('text', (piece) => text?.(piece))
  parser.on('cdata', (piece) => text?.(piece))
  return {
    write(piece: string): void {
      pieceLength += piece.length
      if (pieceLength > longestPiece)
        throw unreadable('too-much-inside', `over ${longestPiece} characters in one piece`)
      parser.write(piece)
    },
    close: () => void parser.close(),
  }
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
