import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSilentLogger } from '../../backend/runtime/src/logger/index.ts'
import { closeRedis, createRedis } from '../../backend/runtime/src/redis/index.ts'
import { startRedis } from './redis.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

async function privateRedis(dir: string) {
  const server = await startRedis({ dir })
  onTestFinished(() => server.stop())
  return server
}

function connect(url: string) {
  const redis = createRedis({ url, name: 'test', log: createSilentLogger() })
  onTestFinished(() => closeRedis(redis))
  return redis
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('a private Redis is reached by its socket and by its port, and they are one', async () => {
  // Everything of it has a meaning in a URL.
  const dir = join(temporaryFolder(), 'мій centre, 100% #1?')
  const { url, socketUrl } = await privateRedis(dir)
  await connect(socketUrl!).set('who', 'the same')
  expect(await connect(url).get('who')).toBe('the same')
  await connect(`${socketUrl}?db=5`).set('who', 'the fifth')
  expect(await connect(url.replace(/0$/, '5')).get('who')).toBe('the fifth')
})

test('nobody else can open the socket or look into the folder, also one that was open before', async () => {
  const dir = join(temporaryFolder(), 'redis')
  mkdirSync(dir, { mode: 0o755 })
  await privateRedis(dir)
  expect(modeOf(dir)).toBe('700')
  expect(modeOf(join(dir, 'redis.sock'))).toBe('700')
})

test('the socket that a killed Redis left does not stop the next one', async () => {
  const dir = temporaryFolder()
  const killed = await privateRedis(dir)
  killed.kill('SIGKILL')
  await killed.exited
  expect(existsSync(join(dir, 'redis.sock'))).toBe(true)
  const next = await privateRedis(dir)
  expect(await connect(next.socketUrl!).ping()).toBe('PONG')
})

test('in a folder too deep for a socket Redis is reached by its port', async () => {
  const deep = join(temporaryFolder(), 'd'.repeat(90))
  const { url, socketUrl } = await privateRedis(deep)
  expect(socketUrl).toBeUndefined()
  expect(await connect(url).ping()).toBe('PONG')
})
