import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type ExchangeGapDeps = {
  /** Asks the exchange what it holds, and feeds what was missed. False: something is not known yet. */
  reconcile: () => Promise<boolean>
  log: Logger
}
export type ExchangeGap = ReturnType<typeof createExchangeGap>

const firstWaitMs = 1_000
const longestWaitMs = 10_000

/**
 * From when the exchange is not heard until it has been compared with: what it holds is not known. Gaps are counted, so
 * that a comparison closes only those that began before it. One that fails, or leaves something in doubt, is made again, at
 * growing intervals; when the line breaks meanwhile, the next connection brings one anyway.
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
    const isComplete = await reconcile().then(
      (isCertain) => {
        closed = latest
        return isCertain
      },
      (error: unknown) => {
        log.error({ err: toError(error) }, 'exchange could not be compared with')
        return false
      },
    )
    if (!isComplete && latest === begun) again(waitMs)
  }

  function again(waitMs: number): void {
    clearTimeout(retry)
    retry = setTimeout(() => void compare(Math.min(2 * waitMs, longestWaitMs)), waitMs)
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
