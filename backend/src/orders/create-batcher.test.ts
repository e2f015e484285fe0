import { expect, it } from 'vitest'
import { createBatcher } from './create-batcher.ts'

function createRecorder(fails: (items: string[]) => boolean = () => false) {
  const batches: string[][] = []
  const run = (items: string[]) => {
    batches.push(items)
    return fails(items)
      ? Promise.reject(new Error('refused'))
      : Promise.resolve(items.map((item) => item.toUpperCase()))
  }
  return { batches, run }
}

it('does what comes together in one go, each with its own result', async () => {
  const { batches, run } = createRecorder()
  const batcher = createBatcher({ run, keysOf: (item) => [item] })
  expect(await Promise.all(['a', 'b', 'c'].map((item) => batcher.submit(item)))).toEqual(['A', 'B', 'C'])
  expect(batches).toEqual([['a', 'b', 'c']])
})

it('keeps apart what shares a key, in the order of arrival', async () => {
  const { batches, run } = createRecorder()
  const batcher = createBatcher({ run, keysOf: (item) => [item.charAt(0)] })
  await Promise.all(['a1', 'b1', 'a2', 'a3'].map((item) => batcher.submit(item)))
  expect(batches).toEqual([['a1', 'b1'], ['a2'], ['a3']])
})

it('starts a batch beside another only when enough wait for it', async () => {
  const started: string[][] = []
  const releases: (() => void)[] = []
  const run = (items: string[]) => {
    started.push(items)
    return new Promise<string[]>((resolve) => releases.push(() => resolve(items)))
  }
  const batcher = createBatcher({ run, keysOf: (item) => [item], fewestBeside: 2 })
  const turn = () => new Promise(setImmediate)
  const results = [batcher.submit('a')]
  await turn()
  results.push(batcher.submit('b'))
  await turn()
  expect(started).toEqual([['a']])
  results.push(batcher.submit('c'))
  await turn()
  expect(started).toEqual([['a'], ['b', 'c']])
  for (const release of releases) release()
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c'])
})

it('fails only the one that cannot be done', async () => {
  const { run } = createRecorder((items) => items.includes('bad'))
  const batcher = createBatcher({ run, keysOf: (item) => [item] })
  const results = await Promise.allSettled(['a', 'bad', 'c'].map((item) => batcher.submit(item)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await expect(batcher.submit('d')).resolves.toBe('D')
})

it('says "come again" past its bound', async () => {
  const { run } = createRecorder()
  const batcher = createBatcher({ run, keysOf: (item) => [item], mostWaiting: 1 })
  const first = batcher.submit('a')
  await expect(batcher.submit('b')).rejects.toMatchObject({ code: 'request/too-many' })
  await expect(first).resolves.toBe('A')
})
