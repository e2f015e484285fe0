import type { Redis } from '@orderline/runtime/redis'
import { journalEntrySchema, journalField, redisNames } from '@orderline/domain/contract'
import { createConsumerGroup, toRecord } from './consumer-group.ts'
import type { StreamEntry } from './journal-repository.ts'

/** What was read of the stream: an entry, or text that is none. */
export type StreamReading = StreamEntry | { id: string; text: string; problem: string }

export type JournalStreamOptions = {
  /** The patient connection; one more for waiting reads is made from it. */
  redis: Redis
  /** This backend's name among the consumers; a new one for each start. */
  consumer: string
  stream?: string
  deadStream?: string
}

export type JournalStream = ReturnType<typeof createJournalStream>

const group = 'records'
const mostDead = 100_000
type RawEntry = [id: string, fields: string[] | null]

/** The journal as a Redis stream with one consumer group; see https://redis.io/docs/latest/develop/data-types/streams/ */
export function createJournalStream(options: JournalStreamOptions) {
  const { redis, consumer, stream = redisNames.journal, deadStream = redisNames.deadJournal } = options
  const reader = redis.duplicate()
  reader.on('error', () => undefined) // The same loss is logged by the connection that it was made from.
  const { withGroup, position } = createConsumerGroup({ redis, stream, group })

  return {
    /** Entries that nobody has read yet; waits a while for the first. */
    async read(count: number, waitMs: number): Promise<StreamReading[]> {
      const reply = await withGroup(() =>
        reader.xreadgroup('GROUP', group, consumer, 'COUNT', count, 'BLOCK', waitMs, 'STREAMS', stream, '>'),
      )
      return ((reply as [string, RawEntry[]][] | null) ?? []).flatMap(([, entries]) => entries.map(toReading))
    },
    /** Entries that another consumer read and did not write in all this time: it is dead, they are ours. */
    async takeOver(count: number, idleMs: number): Promise<StreamReading[]> {
      const reply = await withGroup(() => redis.xautoclaim(stream, group, consumer, idleMs, '0-0', 'COUNT', count))
      return (reply as [string, RawEntry[]])[1].map(toReading)
    },
    async acknowledge(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await redis.xack(stream, group, ...ids)
    },
    /** Sets an entry aside, with the reason, and counts it as written. */
    async bury({ id, text, problem }: { id: string; text: string; problem: string }): Promise<void> {
      const fields = ['id', id, journalField, text, 'problem', problem.slice(0, 500)]
      await redis.xadd(deadStream, 'MAXLEN', '~', mostDead, '*', ...fields)
      await redis.xack(stream, group, id)
    },
    /** Drops what is written; what is read but not written, or not read, stays. */
    async trim(): Promise<void> {
      const { lastDelivered, oldestPending } = await position()
      await redis.xtrim(stream, 'MINID', oldestPending ?? lastDelivered)
    },
    /** Whether everything that stands in the stream has been written. */
    async isWritten(): Promise<boolean> {
      const { lastDelivered, oldestPending } = await position()
      const [last] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1)
      return oldestPending === null && (last === undefined || last[0] === lastDelivered)
    },
    /** Forgets consumers that ended long ago and left nothing behind. */
    async forgetDeadConsumers(idleMs: number): Promise<void> {
      const consumers = (await withGroup(() => redis.xinfo('CONSUMERS', stream, group))) as unknown[][]
      for (const info of consumers.map(toRecord)) {
        const isDead = Number(info['idle']) > idleMs && Number(info['pending']) === 0 && info['name'] !== consumer
        if (isDead) await redis.xgroup('DELCONSUMER', stream, group, String(info['name']))
      }
    },
    /** Ends also a read that waits. */
    close: (): void => reader.disconnect(),
  }
}

function toReading([id, fields]: RawEntry): StreamReading {
  const index = fields?.indexOf(journalField) ?? -1
  const text = fields?.[index + 1] ?? ''
  if (index < 0) return { id, text: JSON.stringify(fields), problem: 'no entry in it' }
  try {
    return { id, entry: journalEntrySchema.parse(JSON.parse(text)) }
  } catch (error) {
    return { id, text, problem: String(error) }
  }
}
