import type { Redis } from '@orderline/runtime/redis'
import { redisNames } from '@orderline/domain/contract'

export type WakeUpOptions = { redis: Redis; onWake: () => void; onConfigChanged: () => void }

/**
 * Hears that there may be something to dial, or that clients and queues changed. What is told while the connection
 * is broken is lost: the tick makes up for the one, a reconnect counts as the other.
 */
export function createWakeUp({ redis, onWake, onConfigChanged }: WakeUpOptions) {
  const subscriber = redis.duplicate({ lazyConnect: true, autoResubscribe: true })
  subscriber.on('message', (channel) => (channel === redisNames.dialerWake ? onWake() : onConfigChanged()))
  subscriber.on('error', () => undefined) // The same loss is logged by the connection that it was made from.
  subscriber.on('ready', onConfigChanged)
  return {
    start: async (): Promise<void> =>
      void (await subscriber.subscribe(redisNames.dialerWake, redisNames.configChanged)),
    close: (): void => subscriber.disconnect(),
  }
}
