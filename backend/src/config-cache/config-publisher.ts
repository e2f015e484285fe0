import { redisNames } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

export type ConfigPublisher = { configChanged(): Promise<void> }

/** Tells all processes to read the configuration again. Redis away: they do so within a minute by themselves. */
export function createConfigPublisher({ redis, log }: { redis: Redis; log: Logger }): ConfigPublisher {
  return {
    async configChanged(): Promise<void> {
      await redis.publish(redisNames.configChanged, '').catch((error: unknown) => {
        log.warn({ err: toError(error) }, 'change of the configuration was not told')
      })
    },
  }
}
