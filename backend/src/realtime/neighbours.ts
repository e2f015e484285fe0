import { createId } from '@orderline/runtime/ids'
import type { Redis } from '@orderline/runtime/redis'

export type NeighboursDeps = {
  publisher: Pick<Redis, 'publish'>
  /** May serve other subscriptions, too. */
  subscriber: Redis
  channel?: string
  beatMs?: number
  /** One who was not heard for so long is gone; longer than a dead process keeps its sockets open. */
  quietMs?: number
}
export type Neighbours = ReturnType<typeof createNeighbours>

/**
 * Knows whether other backends may have screens of the same agents. Each tells that it lives, first when it begins, which
 * is before it has any socket. Who has just begun, or was cut off from Redis, takes it that there are others.
 */
export function createNeighbours(deps: NeighboursDeps) {
  const { publisher, subscriber, channel = 'orderline:neighbours', beatMs = 1_000, quietMs = 12_000 } = deps
  const own = createId()
  let mayBeThereUntil = performance.now() + quietMs
  const expectOthers = () => (mayBeThereUntil = performance.now() + quietMs)

  const beat = () => void publisher.publish(channel, own).catch(() => undefined) // The next one follows in a second.
  const hear = (from: string, name: string) => {
    if (from === channel && name !== own) expectOthers()
  }
  subscriber.on('message', hear)
  subscriber.on('ready', expectOthers)
  // Subscribed again by the connection itself whenever it comes back.
  subscriber.subscribe(channel).catch(() => undefined)
  const timer = setInterval(beat, beatMs).unref()
  beat()

  return {
    mayBeThere: (): boolean => subscriber.status !== 'ready' || performance.now() < mayBeThereUntil,
    close(): void {
      clearInterval(timer)
      subscriber.off('message', hear)
      subscriber.off('ready', expectOthers)
    },
  }
}
