import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createId } from '../ids/index.ts'
import { createSilentLogger } from '../logger/index.ts'
import { createRedis, closeRedis } from '../redis/index.ts'
import { createEntryChanger } from './change-entry.ts'
import { createLiveStore, type LiveChange, type LiveStore } from './index.ts'

type Counter = { count: number }

const url = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'
const log = createSilentLogger()
const redis = createRedis({ url, name: 'live-store-test', log })
let key = ''
let stores: LiveStore<Counter>[] = []

beforeEach(() => {
  key = `test:${createId()}`
})
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  stores = []
  await redis.del(key, `{${key}}:version`)
})
afterAll(() => closeRedis(redis))

async function openStore(): Promise<LiveStore<Counter>> {
  const store = createLiveStore<Counter>({ redis, key, channel: `${key}:changed`, noun: 'counter', log })
  stores.push(store)
  await store.start()
  return store
}

const increment = (current: Counter | undefined) => ({
  value: { count: (current?.count ?? 0) + 1 },
  result: current?.count ?? 0,
})

/** Resolves with the first change that fits; looked for from now on. */
function nextChange(store: LiveStore<Counter>, fits: (change: LiveChange<Counter>) => boolean) {
  return new Promise<LiveChange<Counter>>((resolve) => {
    const stop = store.onChange((change) => {
      if (!fits(change)) return
      stop()
      resolve(change)
    })
  })
}

test('what one process writes is at once in its own mirror and soon in that of another', async () => {
  const [here, elsewhere] = [await openStore(), await openStore()]
  const heard = nextChange(elsewhere, ({ id }) => id === 'a')
  await here.update('a', increment)
  expect(here.get('a')).toEqual({ count: 1 })
  expect(await heard).toMatchObject({ value: { count: 1 }, previous: undefined, origin: 'elsewhere' })
  expect(elsewhere.get('a')).toEqual({ count: 1 })
})

test('no change is lost when many decide at the same time', async () => {
  const [one, two] = [await openStore(), await openStore()]
  const results = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? one : two).update('a', increment)))
  expect(new Set(results).size).toBe(40)
  expect(JSON.parse((await redis.hget(key, 'a')) ?? '')).toMatchObject({ counter: { count: 40 } })
})

test('a refusal writes nothing and resolves with undefined', async () => {
  const store = await openStore()
  expect(await store.update('a', () => undefined)).toBeUndefined()
  expect(await redis.hexists(key, 'a')).toBe(0)
})

test('a change that is sent twice, because its answer was lost, is made once', async () => {
  // What the connection does after a reconnect: the first answer never reached us.
  const sendTwice = async (...command: unknown[]) => {
    const send = Reflect.get(redis, 'orderlineChangeEntry') as (...command: unknown[]) => Promise<unknown>
    await send.apply(redis, command)
    return send.apply(redis, command)
  }
  const change = createEntryChanger<Counter>({
    redis: new Proxy(redis, {
      get: (target, name): unknown => (name === 'orderlineChangeEntry' ? sendTwice : Reflect.get(target, name)),
    }),
    key,
    channel: `${key}:changed`,
    noun: 'counter',
    writer: 'w',
    parse: (value) => value as Counter,
    underWay: new Map(),
    onWritten: () => undefined,
  })
  await change('a', { v: 0, value: undefined }, increment)
  expect(JSON.parse((await redis.hget(key, 'a')) ?? '')).toMatchObject({ counter: { count: 1 } })
})

test('only one of two that reserve the same thing gets it', async () => {
  const [one, two] = [await openStore(), await openStore()]
  const reserve = (current: Counter | undefined) => (current ? undefined : { value: { count: 1 }, result: 'mine' })
  const results = await Promise.all([one.update('a', reserve), two.update('a', reserve)])
  expect(results.filter(Boolean)).toHaveLength(1)
})

test('a fresh decision sees what the mirror has not heard yet', async () => {
  const [here, elsewhere] = [await openStore(), await openStore()]
  await here.update('a', increment)
  expect(await elsewhere.updateFresh('a', (current) => current && increment(current))).toBe(1)
})

test('a removed entry leaves every mirror, and may be made again', async () => {
  const [here, elsewhere] = [await openStore(), await openStore()]
  await here.update('a', increment)
  const gone = nextChange(elsewhere, ({ value }) => value === undefined)
  expect(await here.remove('a')).toBe(true)
  expect(await here.remove('a')).toBe(false)
  await gone
  expect(elsewhere.get('a')).toBeUndefined()
  const again = nextChange(elsewhere, ({ value }) => value !== undefined)
  await here.update('a', increment)
  expect((await again).value).toEqual({ count: 1 })
})

test('a listener hears its own change once, not again by the subscription', async () => {
  const store = await openStore()
  const heard: string[] = []
  store.onChange(({ id, origin }) => void heard.push(`${id} ${origin}`))
  await store.update('a', increment)
  await store.remove('a')
  const other = await openStore()
  const last = nextChange(store, ({ id }) => id === 'b')
  await other.update('b', increment)
  await last
  expect(heard).toEqual(['a here', 'a here', 'b elsewhere'])
})

test('a new process finds everything that there was', async () => {
  const first = await openStore()
  await first.update('a', increment)
  await first.update('b', increment)
  expect([...(await openStore()).mirror.keys()].sort()).toEqual(['a', 'b'])
})

test('what changed while the subscription was broken is found when it is back', async () => {
  const [here, elsewhere] = [await openStore(), await openStore()]
  await here.update('kept', increment)
  const arrived = nextChange(elsewhere, ({ id }) => id === 'dropped')
  await here.update('dropped', increment)
  await arrived
  const reloaded = new Promise<void>((resolve) => elsewhere.onReload(resolve))
  const changes: string[] = []
  elsewhere.onChange(({ id, origin }) => void changes.push(`${id} ${origin}`))
  // Written past the stores, so that no message tells of it: as after a gap.
  await redis.hset(key, 'new', '{"v":90,"by":"x","counter":{"count":7}}')
  await redis.hdel(key, 'dropped')
  await killSubscribers()
  await reloaded
  expect(Object.fromEntries(elsewhere.mirror)).toEqual({ kept: { count: 1 }, new: { count: 7 } })
  expect(changes.sort()).toEqual(['dropped reload', 'new reload'])
})

test('an entry that cannot be read is left out and hides no other', async () => {
  await redis.hset(key, 'broken', '{"v":1', 'fine', '{"v":1,"by":"x","counter":{"count":1}}')
  const store = await openStore()
  expect([...store.mirror.keys()]).toEqual(['fine'])
})

async function killSubscribers(): Promise<void> {
  const admin = new Redis(url)
  await admin.client('KILL', 'TYPE', 'pubsub')
  admin.disconnect()
}

test('what a process wrote itself is not read once more when it comes by the channel', async () => {
  const read: unknown[] = []
  const parse = (value: unknown) => (read.push(value), value as Counter)
  const here = createLiveStore<Counter>({ redis, key, channel: `${key}:changed`, noun: 'counter', log, parse })
  stores.push(here)
  await here.start()
  const elsewhere = await openStore()
  await here.update('a', increment)
  const heard = nextChange(here, ({ id }) => id === 'b')
  await elsewhere.update('b', () => ({ value: { count: 7 }, result: true }))
  await heard
  expect(read).toEqual([{ count: 7 }])
})
