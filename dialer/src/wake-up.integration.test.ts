import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { redisNames } from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'
import { waiting } from './testing/index.ts'
import { createWakeUp } from './wake-up.ts'

let redis: Redis

beforeEach(() => {
  redis = createRedis({ url: process.env['TEST_REDIS_URL']!, name: 'test', log: createSilentLogger() })
})
afterEach(() => closeRedis(redis))

it('tells a wake-up from a change of the configuration; a new connection may have missed one', async () => {
  const told: string[] = []
  const wakeUp = createWakeUp({
    redis,
    onWake: () => void told.push('wake'),
    onConfigChanged: () => void told.push('config'),
  })
  await wakeUp.start()
  await vi.waitFor(() => expect(told).toEqual(['config']), waiting)
  await redis.publish(redisNames.dialerWake, '')
  await redis.publish(redisNames.configChanged, '')
  await vi.waitFor(() => expect(told).toEqual(['config', 'wake', 'config']), waiting)
  wakeUp.close()
})
