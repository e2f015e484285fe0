import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type ExchangeGapDeps = {
  /** Asks the exchange what it holds, and feeds what was missed. */
  reconcile: () => Promise<void>
  log: Logger
}
export type ExchangeGap = ReturnType<typeof createExchangeGap>

const firstWaitMs = 1_000
const longestWaitMs = 10_000

/**
 * From when the exchange is not heard until it has been compared with: what it holds is not known. Gaps are counted, so
 * that a comparison closes only those that began before it. One that fails is made again, at growing intervals; when the
 * line breaks meanwhile, the next connection brings one anyway.
 */
export function createExchangeGap({ reconcile, log }: ExchangeGapDeps) {
  let begun = 1
  let closed = 0
  let retry: NodeJS.Timeout | undefined

  function open(): void {
    begun += 1
    clearTimeout(retry)
  }

  async function compare(waitMs: number): Promise<void> {
    const latest = begun
    try {
      await reconcile()
      closed = latest
    } catch (error) {
      log.error({ err: toError(error) }, 'exchange could not be compared with')
      clearTimeout(retry)
      if (latest === begun) retry = setTimeout(() => void compare(Math.min(2 * waitMs, longestWaitMs)), waitMs)
    }
  }

  return {
    isOpen: (): boolean => closed < begun,
    /** The exchange is not heard any more. */
    open,
    /** Compares now; a failure is logged, and made good later. */
    compare: (): Promise<void> => compare(firstWaitMs),
    /** Nothing is compared again by itself. Idempotent. */
    close: open,
  }
}
