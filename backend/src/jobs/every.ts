import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type EveryOptions = { name: string; everyMs: number; run: () => Promise<unknown>; log: Logger }

/**
 * Runs a job again and again, with a pause between the end of one run and the start of the next. A failure is logged
 * when it begins and when it is over, however many runs failed between.
 */
export function createEvery({ name, everyMs, run, log }: EveryOptions) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isFailing = false
  let isOpen = false

  async function runOnce(): Promise<void> {
    try {
      await run()
      if (isFailing) log.info({ job: name }, 'job works again')
      isFailing = false
    } catch (error) {
      if (!isFailing) log.error({ job: name, err: toError(error) }, 'job failed')
      isFailing = true
    }
  }

  function turn(): void {
    running = runOnce().finally(() => {
      if (isOpen) timer = setTimeout(turn, everyMs)
    })
  }

  return {
    start(): void {
      isOpen = true
      turn()
    },
    /** Resolves when the run that was under way is over. */
    async close(): Promise<void> {
      isOpen = false
      clearTimeout(timer)
      await running
    },
  }
}
