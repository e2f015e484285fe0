import Bull from 'bull'
import { redisNames, type DialOrder, type Postponement } from '@orderline/domain/contract'
import { createRedis } from '@orderline/runtime/redis'
import type { Logger } from '@orderline/runtime/logger'

export type DialOrdersOptions = { redisUrl: string; log: Logger; prefix?: string }
export type DialOrders = ReturnType<typeof createDialOrders>

/** A job is tried once: what could not be dialled is given back and chosen anew, by the rules of that moment. */
const onceOnly = { attempts: 1, removeOnComplete: true, removeOnFail: true }

/** The Bull queue by which dial orders reach the backend. The same order placed twice is one job. */
export function createDialOrders({ redisUrl, log, prefix = 'bull' }: DialOrdersOptions) {
  const queue = new Bull(redisNames.dialQueue, {
    prefix,
    createClient: (type) => createRedis({ url: redisUrl, name: `dialer-bull-${type}`, log }),
  })
  // A lost connection is logged where it is made; Bull tells it once more.
  queue.on('error', (error) => log.debug({ err: error }, 'dial queue error'))

  return {
    async place(order: DialOrder): Promise<void> {
      await queue.add('dial', order, { ...onceOnly, jobId: order.attemptId })
    },
    async postpone(postponement: Postponement): Promise<void> {
      const jobId = `postpone-${postponement.subject.id}-${postponement.until ?? 'never'}`
      await queue.add('postpone', postponement, { ...onceOnly, jobId })
    },
    /** Asks that a phone be let be that rings while nobody could talk. Said again at the next look, if it still rings. */
    async giveUp(attemptId: string): Promise<void> {
      await queue.add('give-up', { attemptId }, { ...onceOnly, jobId: `give-up-${attemptId}` })
    },
    close: () => queue.close(),
  }
}
