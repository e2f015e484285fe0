import type { Redis } from 'ioredis'
import { AppError } from '../errors/index.ts'
import { changeScript, parseEntry } from './entry.ts'
import type { Versioned } from './mirror.ts'

/** What a decision wants written; `value: null` removes the entry. `result` is handed to the one who asked. */
export type Decision<T, R> = { value: T | null; result: R }
/** Pure; undefined refuses the change. */
export type Decide<T, R> = (current: T | undefined) => Decision<T, R> | undefined

export type ChangeEntryOptions<T> = {
  redis: Redis
  key: string
  channel: string
  noun: string
  /** Unique to this store of this process; marks what it wrote. */
  writer: string
  parse: (value: unknown) => T
  /** What is being written now, by the mark of the write: the channel may tell it before the answer does. */
  underWay: Map<string, Pick<Versioned<T>, 'value'>>
  onWritten: (id: string, entry: Versioned<T>) => void
}

/** So many times others may be faster in a row; more is a fault, since each decision takes microseconds. */
const maxConflicts = 100

/** Makes the function that decides on one entry and writes it by compare-and-set, as often as needed. */
export function createEntryChanger<T>(options: ChangeEntryOptions<T>) {
  const { redis, key, channel, noun, writer, parse, underWay, onWritten } = options
  const changeIf = defineChange(redis)
  let writes = 0
  const versionKey = `{${key}}:version` // The braces keep it in the hash slot of `key` in a Redis Cluster.

  /** Resolves with the new version, or with what stands there when somebody was faster. */
  async function write(id: string, v: number, value: T | null): Promise<number | Versioned<T>> {
    // A command that is sent again after a reconnect finds its own mark, and has succeeded.
    const by = `${writer}/${(writes += 1)}`
    underWay.set(by, { value: value ?? undefined })
    try {
      const [isDone, answer] = await changeIf(key, versionKey, id, v, by, noun, JSON.stringify(value), channel)
      if (isDone) return Number(answer)
      return answer === '' ? { v: 0, value: undefined } : parseEntry(String(answer), noun, parse)
    } finally {
      underWay.delete(by)
    }
  }

  return async function change<R>(id: string, known: Versioned<T>, decide: Decide<T, R>): Promise<R | undefined> {
    let current = known
    for (let conflicts = 0; conflicts < maxConflicts; conflicts += 1) {
      const decision = decide(current.value)
      if (!decision) return undefined
      const written = await write(id, current.v, decision.value)
      if (typeof written !== 'number') {
        current = written
        continue
      }
      onWritten(id, { v: written, value: decision.value ?? undefined })
      return decision.result
    }
    throw new AppError('live-store/contention', { key, id })
  }
}

type Change = (...keysAndArguments: (string | number)[]) => Promise<[isDone: 0 | 1, answer: number | string]>

/** Sends the script's text once for each connection, and then its name. */
function defineChange(redis: Redis): Change {
  redis.defineCommand('orderlineChangeEntry', { numberOfKeys: 2, lua: changeScript })
  const { orderlineChangeEntry } = redis as Redis & { orderlineChangeEntry: Change } // As just defined.
  return orderlineChangeEntry.bind(redis)
}
