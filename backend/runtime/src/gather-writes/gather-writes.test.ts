import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gatherWrites } from './index.ts'

function createPipe() {
  const pieces: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => (pieces.push(chunk), done()),
    writev: (chunks, done) => (pieces.push(chunks.map(({ chunk }) => String(chunk)).join('')), done()),
  })
  const write = (text: string) => (gatherWrites(stream), stream.write(text))
  return { pieces, write }
}

test('what is written in one turn of the event loop goes out in one piece', async () => {
  const { pieces, write } = createPipe()
  write('a')
  await Promise.resolve()
  write('b')
  process.nextTick(() => write('c'))
  expect(pieces).toEqual([])
  await nextTurn()
  expect(pieces).toEqual(['abc'])
})

test('what is written later goes out later', async () => {
  const { pieces, write } = createPipe()
  write('a')
  await nextTurn()
  write('b')
  await nextTurn()
  expect(pieces).toEqual(['a', 'b'])
})
