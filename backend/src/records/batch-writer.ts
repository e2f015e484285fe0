import { setTimeout as delay } from 'node:timers/promises'
import { isDatabaseAway, isLostRace } from '@orderline/db'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { StreamEntry } from './journal-repository.ts'
import type { JournalStream, StreamReading } from './journal-stream.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { OutageLog } from './outage-log.ts'

export type BatchWriterDeps = {
  stream: JournalStream
  writer: JournalWriter
  log: Logger
  outage: OutageLog
  closing: AbortSignal
  retryAfterMs: number
}

const mostTries = 5

/**
 * Writes what was read of the journal, and acknowledges it. While MariaDB is away it tries for ever. An entry that
 * cannot be written although MariaDB answers is tried five times alone and then set aside, so that it holds up no other.
 */
export function createBatchWriter({ stream, writer, log, outage, closing, retryAfterMs }: BatchWriterDeps) {
  // Closing ends the pause early; the loops look at the signal themselves.
  const pause = () => delay(retryAfterMs, undefined, { signal: closing }).catch(() => undefined)

  /** Resolves when written, or when closing; rejects with what is wrong with the entries. */
  async function writeWhenPossible(entries: readonly StreamEntry[]): Promise<void> {
    while (!closing.aborted) {
      try {
        await writer.write(entries)
        outage.isOver()
        return await stream.acknowledge(entries.map(({ id }) => id))
      } catch (error) {
        if (!isDatabaseAway(error) && !isLostRace(error)) throw error
        outage.goesOn(error)
        await pause()
      }
    }
  }

  async function writeAlone(entry: StreamEntry): Promise<void> {
    for (let tries = 1; !closing.aborted; tries += 1) {
      try {
        return await writeWhenPossible([entry])
      } catch (error) {
        if (tries >= mostTries)
          return bury({ ...entry, text: JSON.stringify(entry.entry), problem: toError(error).message })
        await pause()
      }
    }
  }

  async function bury({ id, text, problem }: { id: string; text: string; problem: string }): Promise<void> {
    log.error({ entryId: id, problem }, 'journal entry set aside')
    await stream.bury({ id, text, problem })
  }

  return {
    pause,
    async write(readings: readonly StreamReading[]): Promise<void> {
      const entries = readings.filter((reading) => 'entry' in reading)
      for (const reading of readings) if (!('entry' in reading)) await bury(reading)
      if (entries.length === 0) return
      try {
        await writeWhenPossible(entries)
      } catch (error) {
        log.warn({ err: toError(error), entries: entries.length }, 'journal batch refused, trying its entries alone')
        for (const entry of entries) await writeAlone(entry)
      }
    },
  }
}
