import { journalField, redisNames, type JournalEntry } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

/** Bounds the stream while nobody reads it: about a day at the highest load that one Asterisk carries. */
const longestJournal = 1_000_000

export type Journal = { write(entry: JournalEntry): Promise<void> }
export type JournalDeps = { redis: Redis; log: Logger; key?: string }

/**
 * Adds to the journal. Never rejects: while Redis is away entries wait for it, in order. The call path does not
 * wait for what this resolves to, except at the end of a call.
 */
export function createJournal({ redis, log, key = redisNames.journal }: JournalDeps): Journal {
  return {
    async write(entry) {
      try {
        await redis.xadd(key, 'MAXLEN', '~', longestJournal, '*', journalField, JSON.stringify(entry))
      } catch (error) {
        log.error({ type: entry.type, err: toError(error) }, 'journal entry was lost')
      }
    },
  }
}
