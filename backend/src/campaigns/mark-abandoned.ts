import { redisNames } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

/**
 * Leaves word for the arrival of calls, which never asks MariaDB, that this number was abandoned: who calls back goes
 * to the front. Redis away: the hold in MariaDB stands all the same.
 */
export function createMarkAbandoned({ redis, log }: { redis: Redis; log: Logger }) {
  return async (number: string, forMs: number): Promise<void> => {
    await redis.set(`${redisNames.abandonedNumber}${number}`, '1', 'PX', forMs).catch((error: unknown) => {
      log.warn({ err: toError(error) }, 'an abandoned number was not marked')
    })
  }
}
