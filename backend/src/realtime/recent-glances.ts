import type { QueueGlance } from '@orderline/domain/contract'

const keptMs = 100

/**
 * What was seen of the queues at most a tenth of a second ago. Under load many screens are put together in that time,
 * and a look counts every agent and every call.
 */
export function createRecentGlances(look: () => QueueGlance[]): () => ReadonlyMap<string, QueueGlance> {
  let recent: ReadonlyMap<string, QueueGlance> | undefined

  function lookAgain(): ReadonlyMap<string, QueueGlance> {
    setTimeout(() => (recent = undefined), keptMs).unref()
    return new Map(look().map((glance) => [glance.id, glance]))
  }

  return () => (recent ??= lookAgain())
}
