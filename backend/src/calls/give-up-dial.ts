import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import { closeRedis, type Redis } from '@orderline/runtime/redis'
import type { CallsService } from './calls-service.ts'

export type GiveUpDialDeps = {
  redis: Redis
  calls: Pick<CallsService, 'all' | 'handle'>
  /** This process does not hear the exchange, or has not asked it since a gap. */
  isInGap: () => boolean
  exchangeName: string
  log: Logger
}

/**
 * Lets a phone be that rings while nobody could talk to its customer; what the call has become meanwhile decides. Only
 * the process that hears the exchange knows that, and any may be asked: the others pass it on. Where nobody knows, the
 * phone is left alone: the dialer asks again for as long as it rings.
 */
export function createGiveUpDial({ redis, calls, isInGap, exchangeName, log }: GiveUpDialDeps) {
  const channel = `orderline:give-up-dial:${exchangeName}`
  const subscriber = redis.duplicate()

  async function giveUp(attemptId: string): Promise<void> {
    const call = calls.all().find((live) => live.attemptId === attemptId)
    if (call) await calls.handle(call.id, { type: 'dialGivenUp' })
  }

  function hear(attemptId: string): void {
    if (isInGap()) return
    giveUp(attemptId).catch((error: unknown) => {
      log.error({ attemptId, err: toError(error) }, 'dial could not be given up')
    })
  }

  subscriber.on('error', () => undefined) // The same loss is logged by the connection that this one was made from.
  subscriber.on('message', (_channel, attemptId) => hear(attemptId))
  // Subscribed again by the connection itself whenever it comes back; refused only by its end.
  subscriber.subscribe(channel).catch(() => undefined)

  return {
    async giveUp(attemptId: string): Promise<void> {
      if (isInGap()) await redis.publish(channel, attemptId)
      else await giveUp(attemptId)
    },
    close: (): Promise<void> => closeRedis(subscriber),
  }
}
