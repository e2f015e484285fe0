import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedis } from '../../../../bin/lib/redis.mjs'
import { createLiveStore } from '../live-store/index.ts'
import { createSilentLogger } from '../logger/index.ts'
import { closeRedis, createRedis, type RedisPatience } from './index.ts'

// A Redis of its own, since it is killed here.
const dir = mkdtempSync(join(tmpdir(), 'orderline-redis-'))
const log = createSilentLogger()
let server: Awaited<ReturnType<typeof startRedis>>

beforeAll(async () => {
  server = await startRedis({ dir })
})
afterAll(async () => {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
})

const ways = [
  { way: 'TCP', url: () => server.url },
  // The folder of temporary files is not deep.
  { way: 'a Unix socket', url: () => server.socketUrl! },
]

describe.each(ways)('by $way', ({ way, url }) => {
  const open = (patience: RedisPatience) => createRedis({ url: url(), name: 'outage-test', log, patience })

  test('in the call path a command waits for a Redis that restarts', async () => {
    const redis = open('call-path')
    await redis.set('kept', '1')
    server.kill('SIGKILL')
    await server.exited
    const [, answer] = await Promise.all([server.start(), redis.get('kept')])
    expect(answer).toBe('1')
    await closeRedis(redis)
  })

  test('for a request of HTTP a command fails in time to say so', async () => {
    const redis = open('http')
    await redis.ping()
    await server.stop()
    const startedAt = performance.now()
    await expect(redis.get('kept')).rejects.toThrow()
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    await server.start()
    await expect.poll(() => redis.get('kept').catch(() => undefined)).toBe('1')
    await closeRedis(redis)
  })

  test('live state survives a Redis that restarts while it changes, and every change is counted once', async () => {
    const redis = open('call-path')
    const stores = [1, 2].map(() =>
      createLiveStore<{ count: number }>({ redis, key: `live ${way}`, channel: 'live:changed', noun: 'counter', log }),
    )
    await Promise.all(stores.map((store) => store.start()))
    const [one, two] = [stores[0]!, stores[1]!]
    const increment = (current?: { count: number }) => ({ value: { count: (current?.count ?? 0) + 1 }, result: true })
    const reloaded = Promise.all(stores.map((store) => new Promise<void>((resolve) => store.onReload(resolve))))
    const changes = Array.from({ length: 200 }, (_, n) => (n % 2 ? one : two).update('a', increment))
    await changes[20]
    await server.restart()
    await Promise.all(changes)
    await reloaded
    await expect.poll(() => [one.get('a'), two.get('a')]).toEqual([{ count: 200 }, { count: 200 }])
    await Promise.all(stores.map((store) => store.close()))
    await closeRedis(redis)
  })

  test('a connection that is closed while Redis is away does not come back with it', async () => {
    const closed = createRedis({ url: url(), name: 'closed-early', log })
    await closed.ping()
    await server.stop()
    await closeRedis(closed)
    await server.start()
    const redis = open('call-path')
    expect(await redis.client('LIST')).not.toContain('closed-early')
    await closeRedis(redis)
  })

  test('commands of one turn of the event loop are sent together, also over a duplicate', async () => {
    const redis = open('call-path')
    const duplicate = redis.duplicate()
    for (const connection of [redis, duplicate]) {
      await connection.ping()
      const answers = Promise.all([connection.set('one', '1'), connection.get('one')])
      expect(connection.stream.writableCorked).toBe(1)
      expect(await answers).toEqual(['OK', '1'])
      expect(connection.stream.writableCorked).toBe(0)
      await closeRedis(connection)
    }
  })
})
