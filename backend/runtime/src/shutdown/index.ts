import { setTimeout as delay } from 'node:timers/promises'
import { toError } from '../errors/index.ts'
import type { Logger } from '../logger/index.ts'

export type ShutdownOptions = { log: Logger; timeoutMs?: number }
export type Closer = () => unknown
export type Shutdown = ReturnType<typeof createShutdown>

/**
 * Closes a program in order. What was registered last is closed first (like the program was built up), each
 * once; one that fails or takes longer than its share is logged and does not keep the others open.
 */
export function createShutdown({ log, timeoutMs = 10_000 }: ShutdownOptions) {
  const closers: { name: string; close: Closer }[] = []
  let running: Promise<void> | undefined

  async function closeOne(name: string, close: Closer, remainingMs: number): Promise<void> {
    const startedAt = performance.now()
    const timer = new AbortController()
    const late = delay(Math.max(remainingMs, 50), 'late' as const, { signal: timer.signal }).catch(() => 'aborted')
    try {
      const end = await Promise.race([Promise.resolve(close()), late])
      if (end === 'late') log.warn({ part: name }, 'part did not close in time')
      else log.debug({ part: name, ms: Math.round(performance.now() - startedAt) }, 'part closed')
    } catch (error) {
      log.error({ part: name, err: toError(error) }, 'part failed to close')
    } finally {
      timer.abort()
    }
  }

  async function closeAll(): Promise<void> {
    const deadline = Date.now() + timeoutMs
    for (const { name, close } of closers.reverse()) await closeOne(name, close, deadline - Date.now())
  }

  const close = (): Promise<void> => (running ??= closeAll())

  return {
    /** Adds a part; parts close in the reverse order of their registration. */
    register: (name: string, closer: Closer) => void closers.push({ name, close: closer }),
    /** Closes everything; later calls get the same promise. Never rejects. */
    close,
    /** On SIGTERM or SIGINT closes everything and ends the process; a second signal ends it at once. */
    listenToSignals(exit: (code: number) => void = (code) => process.exit(code)): void {
      const onSignal = (signal: NodeJS.Signals) => {
        if (running) return exit(1)
        log.info({ signal }, 'shutting down')
        void close().then(() => exit(0))
      }
      process.on('SIGTERM', onSignal)
      process.on('SIGINT', onSignal)
    },
  }
}
