import { expect, vi } from 'vitest'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis } from '@orderline/runtime/redis'
import { until } from '../calls/testing/until.ts'
import { testRedisUrl } from '../http/testing.ts'

/** Closes the only job that runs, when one of its connections waits in Redis for work, while no timer goes off. */
export async function closesAtOnce(job: { close(): Promise<unknown> }): Promise<void> {
  const redis = createRedis({ url: testRedisUrl(), name: 'test', log: createSilentLogger() })
  const isWaiting = async () => String(await redis.client('LIST')).includes(' cmd=brpoplpush ')
  await until(isWaiting)
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    let isClosed = false
    const closing = job.close().then(() => (isClosed = true))
    await until(() => isClosed)
    await expect(closing).resolves.toBe(true)
  } finally {
    vi.runOnlyPendingTimers()
    vi.useRealTimers()
    await closeRedis(redis)
  }
}
