import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createId } from '../ids/index.ts'
import { createSilentLogger } from '../logger/index.ts'
import { closeRedis, createRedis } from '../redis/index.ts'
import { createLease, type Lease } from './index.ts'
import { createOwnerName } from './owner-name.ts'

const log = createSilentLogger()
const redis = createRedis({ url: process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379', name: 'lease-test', log })
let key = ''
let leases: Lease[] = []

beforeEach(() => {
  key = `test:${createId()}`
})
afterEach(async () => {
  await Promise.all(leases.map((lease) => lease.close()))
  leases = []
  await redis.del(key)
})
afterAll(() => closeRedis(redis))

type Times = { ttlMs?: number; renewMs?: number; onLost?: () => Promise<void> }

function openLease(times: Times = {}, line = redis) {
  const gained = createMoment()
  const lost = createMoment()
  const lease = createLease({ redis: line, key, log, retryMs: 20, onGained: gained.now, onLost: lost.now, ...times })
  leases.push(lease)
  lease.start()
  return { lease, gained: gained.came, lost: lost.came }
}

/** Something that happens once, and the time when it did. */
function createMoment() {
  let now = (): void => undefined
  const came = new Promise<number>((resolve) => (now = () => resolve(performance.now())))
  return { came, now: () => now() }
}

test('one of two has the lease, and the other gets it when it is given back', async () => {
  const first = openLease()
  await first.gained
  const second = openLease()
  await first.lease.close()
  await second.gained
  expect([first.lease.isHeld(), second.lease.isHeld()]).toEqual([false, true])
})

test('a lease that is given back is free when what was held by it has been let go', async () => {
  const letGo = createMoment()
  const first = openLease({ onLost: async () => void (await letGo.came) })
  await first.gained
  const closed = first.lease.close()
  expect(first.lease.isHeld()).toBe(false)
  expect(await redis.exists(key)).toBe(1)
  letGo.now()
  await closed
  expect(await redis.exists(key)).toBe(0)
})

test('a lease is given back although what was held by it could not be let go', async () => {
  const first = openLease({ onLost: () => Promise.reject(new Error('it hangs')) })
  await first.gained
  await first.lease.close()
  expect(await redis.exists(key)).toBe(0)
})

test('a holder keeps the lease beyond its time by renewing it', async () => {
  const first = openLease({ ttlMs: 200, renewMs: 50 })
  await first.gained
  const second = openLease()
  const end = await Promise.race([second.gained, waitForRenewals(5)])
  expect(end).toBe('renewed')
  expect(first.lease.isHeld()).toBe(true)
})

test('a holder whose key was taken from it learns that', async () => {
  const first = openLease({ renewMs: 30 })
  await first.gained
  await redis.set(key, 'somebody-else', 'PX', 5_000)
  await first.lost
  expect(first.lease.isHeld()).toBe(false)
})

test('the lease of a holder that cannot be seen is taken over when its time is over, not before', async () => {
  const startedAt = performance.now()
  await redis.set(key, 'another-machine|1|x', 'PX', 400)
  const gainedAt = await openLease().gained
  expect(gainedAt - startedAt).toBeGreaterThan(380)
})

test('the lease of a process that died on this machine is taken over at once', async () => {
  const child = spawn('true')
  const owner = createOwnerName('x').replace(`|${process.pid}|`, `|${child.pid}|`)
  await once(child, 'exit')
  const startedAt = performance.now()
  await redis.set(key, owner, 'PX', 30_000)
  expect((await openLease().gained) - startedAt).toBeLessThan(10_000)
})

test('the lease of a process that lives on this machine is left to it', async () => {
  await redis.set(key, createOwnerName('x'), 'PX', 300)
  const startedAt = performance.now()
  expect((await openLease().gained) - startedAt).toBeGreaterThan(280)
})

test('a holder that cannot reach Redis gives up before others may have the lease', async () => {
  const line = createRedis({ url: process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379', name: 'cut-line', log })
  const { gained, lost } = openLease({ ttlMs: 2_000, renewMs: 100 }, line)
  await gained
  line.disconnect()
  await lost
  expect(await redis.exists(key)).toBe(1)
})

/** Resolves when the key's time was set anew so many times. */
async function waitForRenewals(times: number): Promise<'renewed'> {
  let last = 0
  for (let seen = 0; seen < times;) {
    const left = await redis.pttl(key)
    if (left > last) seen += 1
    last = left
  }
  return 'renewed'
}
