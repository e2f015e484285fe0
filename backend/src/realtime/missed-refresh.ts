import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type MissedRefreshDeps = {
  /** How many missed calls nobody has looked after, by client. */
  count: () => Promise<ReadonlyMap<string, number>>
  /** Whether somebody who may look after them is connected to this process. */
  isWatched: () => boolean
  emit: (open: ReadonlyMap<string, number>) => void
  log: Logger
}

const everyMs = 2000

/** Tells the screens of this process how many missed calls wait, at most every two seconds; each process counts itself. */
export function createMissedRefresh({ count, isWatched, emit, log }: MissedRefreshDeps): { close(): void } {
  let isCounting = false

  async function refresh(): Promise<void> {
    if (isCounting || !isWatched()) return
    isCounting = true
    try {
      emit(await count())
    } catch (error) {
      log.debug({ err: toError(error) }, 'missed calls could not be counted')
    } finally {
      isCounting = false
    }
  }

  const timer = setInterval(() => void refresh(), everyMs).unref()
  return { close: () => clearInterval(timer) }
}
