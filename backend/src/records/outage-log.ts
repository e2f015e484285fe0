import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type OutageLog = ReturnType<typeof createOutageLog>

/** Logs the beginning and the end of an outage, once each, however many attempts fail between. */
export function createOutageLog({ log, what }: { log: Logger; what: string }) {
  let isOut = false
  return {
    goesOn(error: unknown): void {
      if (!isOut) log.error({ what, err: toError(error) }, 'outage')
      isOut = true
    },
    isOver(): void {
      if (isOut) log.info({ what }, 'outage is over')
      isOut = false
    },
  }
}
