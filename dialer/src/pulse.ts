import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type PulseOptions = {
  run: () => Promise<unknown>
  everyMs: number
  /** After each run, so that wake-ups which come in swarms are one. */
  restMs: number
  log: Logger
}
export type Pulse = ReturnType<typeof createPulse>

/**
 * Runs a job at each wake-up and at least once in a while, never twice at a time; a wake-up during a run or the short
 * rest after it starts the next one when the rest is over. A failure is logged when it begins and when it is over, however many runs failed between.
 */
export function createPulse({ run, everyMs, restMs, log }: PulseOptions) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isResting = false
  let isAwake = false
  let isOpen = false
  let isFailing = false

  async function runOnce(): Promise<void> {
    try {
      await run()
      if (isFailing) log.info('dialling goes on')
      isFailing = false
    } catch (error) {
      if (!isFailing) log.error({ err: toError(error) }, 'dialling is interrupted')
      isFailing = true
    }
  }

  function beat(): void {
    if (!isOpen || running || isResting) return
    clearTimeout(timer)
    isAwake = false
    running = runOnce().finally(() => {
      running = undefined
      if (isOpen) rest()
    })
  }

  function rest(): void {
    isResting = true
    timer = setTimeout(() => {
      isResting = false
      // After a failure a wake-up has to wait, too: what is away does not come back faster by being asked.
      if (isAwake && !isFailing) beat()
      else timer = setTimeout(beat, everyMs - restMs)
    }, restMs)
  }

  return {
    isFailing: () => isFailing,
    wake(): void {
      isAwake = true
      if (!isFailing) beat()
    },
    start(): void {
      isOpen = true
      beat()
    },
    /** Resolves when the run that was under way is over. May be started again. */
    async stop(): Promise<void> {
      isOpen = false
      isResting = false
      clearTimeout(timer)
      await running
    },
  }
}
