import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeRedis, type Redis } from '@orderline/runtime/redis'
import { openTestRedis } from '../calls/testing/test-centre.ts'
import { until } from '../calls/testing/until.ts'
import { createNeighbours, type Neighbours } from './neighbours.ts'

let redis: Redis
let subscribers: Redis[]
let opened: Neighbours[]

beforeEach(async () => {
  redis = await openTestRedis()
  subscribers = []
  opened = []
})
afterEach(async () => {
  opened.forEach((neighbours) => neighbours.close())
  await Promise.all([...subscribers, redis].map(closeRedis))
})

function open({ beatMs = 20, quietMs = 200 } = {}): Neighbours {
  const subscriber = redis.duplicate()
  const neighbours = createNeighbours({ publisher: redis, subscriber, channel: 'test:neighbours', beatMs, quietMs })
  subscribers.push(subscriber)
  opened.push(neighbours)
  return neighbours
}

test('a backend that has just begun reckons with others until it has heard of none for a while', async () => {
  const alone = open()
  expect(alone.mayBeThere()).toBe(true)
  await until(() => !alone.mayBeThere())
})

test('a backend that begins is known to others at once', async () => {
  const first = open()
  await until(() => !first.mayBeThere())
  open({ beatMs: 60_000, quietMs: 60_000 })
  await until(() => first.mayBeThere())
})

test('a backend that lives goes on being known, and one that ended is forgotten', async () => {
  const quietMs = 1_000
  const first = open({ quietMs })
  const second = open({ quietMs })
  const startedAt = performance.now()
  while (performance.now() - startedAt < 1.5 * quietMs) {
    expect(first.mayBeThere()).toBe(true)
    await new Promise((resolve) => setImmediate(resolve))
  }
  second.close()
  await until(() => !first.mayBeThere())
})

test('a backend that was cut off from Redis reckons with others again', async () => {
  const first = open()
  await until(() => !first.mayBeThere())
  subscribers[0]?.disconnect(true)
  await until(() => first.mayBeThere())
})
