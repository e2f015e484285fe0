import type { Clock } from '@orderline/runtime/clock'
import type { OrderQueue } from './orders-repository.ts'

export type QueueListOptions = { load: () => Promise<OrderQueue[]>; now: Clock; maxAgeMs?: number }

/** The queues of orders, read anew when they changed, and now and then in case that nobody told. */
export function createQueueList({ load, now, maxAgeMs = 60_000 }: QueueListOptions) {
  let kept: { queues: OrderQueue[]; at: number } | undefined
  return {
    async get(): Promise<OrderQueue[]> {
      if (!kept || now() - kept.at > maxAgeMs) kept = { at: now(), queues: await load() }
      return kept.queues
    },
    forget: (): void => void (kept = undefined),
  }
}
