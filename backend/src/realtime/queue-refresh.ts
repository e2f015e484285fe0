import type { QueueGlance } from '@orderline/domain/contract'

export type QueueRefreshDeps = {
  glances: () => QueueGlance[]
  /** Whether screens of agents are connected to this process. */
  isWatched: () => boolean
  emit: (glances: QueueGlance[]) => void
}

const everyMs = 2000

/**
 * Queues move without any event of an agent's own. They are told to all agents of this process together, at most every
 * two seconds: whole screens for everybody would cost more than the calls themselves.
 */
export function createQueueRefresh({ glances, isWatched, emit }: QueueRefreshDeps): { close(): void } {
  let told = ''
  const timer = setInterval(() => {
    if (!isWatched()) return
    const now = glances()
    const text = JSON.stringify(now)
    if (text !== told) emit(now)
    told = text
  }, everyMs).unref()
  return { close: () => clearInterval(timer) }
}
