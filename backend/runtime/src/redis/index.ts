import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from '../logger/index.ts'
import { gatherCommands } from './gather-commands.ts'
import { socketOptions } from './redis-url.ts'

export type { Redis } from 'ioredis'
export { redisUrlProblem } from './redis-url.ts'

/**
 * What a command does while Redis is away. `call-path`: waits for as long as it takes, since a call must not fail
 * for a Redis that restarts. `http`: fails within two seconds, so that a request is answered. `bull`: as call-path, in
 * the form that Bull demands of its connections.
 */
export type RedisPatience = 'call-path' | 'http' | 'bull'

export type CreateRedisOptions = {
  /** `redis://`, `rediss://`, or `unix:///path` of a server on this machine. */
  url: string
  /** Shown in Redis's client list and in the log. */
  name: string
  log: Logger
  patience?: RedisPatience
}

const patienceOptions: Record<RedisPatience, RedisOptions> = {
  'call-path': { maxRetriesPerRequest: null },
  http: { maxRetriesPerRequest: 2, commandTimeout: 2_000 },
  // https://github.com/OptimalBits/bull/issues/1873
  bull: { maxRetriesPerRequest: null, enableReadyCheck: false },
}

/**
 * Connects to Redis and reconnects for ever. A command that was under way when the connection broke is sent again:
 * it may be carried out twice, and what must not be is written so that a second time changes nothing.
 */
export function createRedis({ url, name, log, patience = 'call-path' }: CreateRedisOptions): Redis {
  const options: RedisOptions = {
    ...patienceOptions[patience],
    connectionName: name,
    connectTimeout: 3_000,
    keepAlive: 5_000,
    retryStrategy: (attempt) => Math.min(attempt * 50, 500),
  }
  const socket = socketOptions(url)
  const redis = socket ? new Redis({ ...socket, ...options }) : new Redis(url, options)
  watchConnection(redis, name, log)
  return gatherCommands(redis)
}

/** Closes a connection, after the commands that are under way; those that wait for an absent Redis never end. */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'end') return
  if (redis.status !== 'ready') return redis.disconnect()
  // A connection that breaks while it says good-bye is closed all the same.
  await redis.quit().catch(() => redis.disconnect())
}

/** Logs each loss once, however many attempts fail before the connection is back. */
function watchConnection(redis: Redis, name: string, log: Logger): void {
  let lost = false
  redis.on('error', (error: Error) => {
    if (!lost) log.error({ connection: name, err: error }, 'redis connection lost')
    lost = true
  })
  redis.on('ready', () => {
    if (lost) log.info({ connection: name }, 'redis connection is back')
    lost = false
  })
}
