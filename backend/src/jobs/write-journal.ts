import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@orderline/runtime/logger'
import { createBatchWriter } from '../records/batch-writer.ts'
import type { JournalStream } from '../records/journal-stream.ts'
import type { JournalWriter } from '../records/journal-writer.ts'
import { createOutageLog } from '../records/outage-log.ts'

export type WriteJournalDeps = {
  stream: JournalStream
  writer: JournalWriter
  log: Logger
  timing?: Partial<typeof defaultTiming>
}

const defaultTiming = {
  /** An entry that a consumer holds for longer belongs to a dead one; if it was only slow, both write the same. */
  takeOverAfterMs: 10_000,
  upkeepEveryMs: 5_000,
  readWaitMs: 1_000,
  /** After a batch: a call writes several entries within moments, and each batch reads all that the call has written. */
  gatherMs: 200,
  retryAfterMs: 500,
}
/** Bounds the memory: while MariaDB is away one batch waits here, everything else in Redis. */
const batchSize = 200
const deadConsumerMs = 3_600_000

/** Writes the journal to MariaDB, for ever. Several backends may: each reads entries that no other has. */
export function createWriteJournalJob({ stream, writer, log, timing }: WriteJournalDeps) {
  const { takeOverAfterMs, upkeepEveryMs, readWaitMs, gatherMs, retryAfterMs } = { ...defaultTiming, ...timing }
  const closing = new AbortController()
  const outage = createOutageLog({ log, what: 'writing the journal' })
  const batches = createBatchWriter({ stream, writer, log, outage, closing: closing.signal, retryAfterMs })
  let running: Promise<void> = Promise.resolve()
  let upkeepAt = 0

  async function upkeep(): Promise<void> {
    if (performance.now() < upkeepAt) return
    upkeepAt = performance.now() + upkeepEveryMs
    await batches.write(await stream.takeOver(batchSize, takeOverAfterMs))
    await stream.trim()
    await stream.forgetDeadConsumers(deadConsumerMs)
  }

  // Closing ends the pause early.
  const gather = () => delay(gatherMs, undefined, { signal: closing.signal }).catch(() => undefined)

  async function turn(): Promise<void> {
    try {
      await upkeep()
      const readings = await stream.read(batchSize, readWaitMs)
      await batches.write(readings)
      if (readings.length > 0 && readings.length < batchSize) await gather()
    } catch (error) {
      // The read that waited was ended by closing.
      if (closing.signal.aborted) return
      outage.goesOn(error)
      await batches.pause()
    }
  }

  async function runUntilClosed(): Promise<void> {
    while (!closing.signal.aborted) await turn()
  }

  return {
    start: (): void => void (running = runUntilClosed()),
    /** Finishes the batch that is being written; what is read but not written goes to another consumer. */
    async close(): Promise<void> {
      closing.abort()
      stream.close()
      await running
    },
  }
}
