import Bull from 'bull'
import type { Logger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'

export type QueueOptions = Omit<Bull.QueueOptions, 'createClient'> & {
  redisUrl: string
  log: Logger
  /** Begins the names of its connections in Redis's list of clients. */
  connection: string
}

/** A queue of Bull on connections of this process's own, and the way to close it. */
export function openQueue(name: string, { redisUrl, log, connection, ...options }: QueueOptions) {
  const connections = new Map<string, Redis>()
  const queue = new Bull(name, {
    ...options,
    createClient(type) {
      const redis = createRedis({ url: redisUrl, name: `${connection}-${type}`, log, patience: 'bull' })
      connections.set(type, redis)
      return redis
    },
  })
  // A lost connection is logged where it is made; Bull tells it once more.
  queue.on('error', (error) => log.debug({ queue: name, err: error }, 'queue error'))

  return {
    queue,
    /** Takes no new job, waits for those that run, and closes the connections, which Bull leaves to whoever made them. */
    async close(): Promise<void> {
      const closed = queue.close()
      // It waits in Redis for the next job. Bull says good-bye over it, which nobody hears, and cuts it after half a second.
      connections.get('bclient')?.disconnect()
      await closed
      await Promise.all([...connections.values()].map(closeRedis))
    },
  }
}
