import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Call } from '@orderline/domain/call'
import { createSilentLogger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import { createGiveUpDial } from './give-up-dial.ts'
import { closeRedis, openTestRedis } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let redis: Redis
let backends: ReturnType<typeof createGiveUpDial>[]
/** Ids of calls that were told, by whichever backend. */
let told: string[]

beforeEach(async () => {
  redis = await openTestRedis()
  backends = []
  told = []
})
afterEach(async () => {
  await Promise.all(backends.map((backend) => backend.close()))
  await closeRedis(redis)
})

/** One of several backends that share the live calls. */
function addBackend(isInGap: () => boolean) {
  const live = ['one', 'two'].map((name) => ({ id: `call-${name}`, attemptId: name }) as Call)
  const calls = { all: () => live, handle: (callId: string) => Promise.resolve(void told.push(callId)) }
  const backend = createGiveUpDial({ redis, calls, isInGap, exchangeName: 'test', log: createSilentLogger() })
  backends.push(backend)
  return backend
}

async function untilAllListen(): Promise<void> {
  await until(async () => (await redis.pubsub('NUMSUB', 'orderline:give-up-dial:test'))[1] === backends.length)
}

it('a dial is given up once, by the backend that hears the exchange, whichever was asked', async () => {
  const [holder, other] = [addBackend(() => false), addBackend(() => true)]
  await untilAllListen()
  await holder.giveUp('one')
  await other.giveUp('two')
  await until(() => told.length > 1)
  expect(told).toEqual(['call-one', 'call-two'])
})

it('a dial is left alone while nobody knows what became of it', async () => {
  const gaps = [true]
  addBackend(() => gaps.shift() ?? false)
  const other = addBackend(() => true)
  await untilAllListen()
  await other.giveUp('one')
  await other.giveUp('two')
  await until(() => told.length > 0)
  expect(told).toEqual(['call-two'])
})
