import type { Redis } from 'ioredis'
import type { Logger } from '../logger/index.ts'
import { closeRedis } from '../redis/index.ts'
import { type Entry, parseEntry, readHead } from './entry.ts'
import type { Mirror, Versioned } from './mirror.ts'

export type FollowOptions<T> = {
  redis: Redis
  key: string
  channel: string
  noun: string
  writer: string
  log: Logger
  parse: (value: unknown) => T
  /** What this process is writing now, by the mark of the write. */
  underWay: ReadonlyMap<string, Pick<Versioned<T>, 'value'>>
  mirror: Mirror<T>
  onReload: () => void
}

/** Keeps a mirror up to date by a subscription of its own, and reads the whole hash anew after every gap in it. */
export function createFollower<T>({
  redis,
  key,
  channel,
  noun,
  writer,
  log,
  parse,
  underWay,
  mirror,
  onReload,
}: FollowOptions<T>) {
  const subscriber = redis.duplicate({ autoResubscribe: false, maxRetriesPerRequest: null, lazyConnect: true })
  let lastReading = 0

  function read(text: string): Entry<T> | undefined {
    try {
      return parseEntry(text, noun, parse)
    } catch (error) {
      log.error({ key, err: error }, 'live entry could not be read')
      return undefined
    }
  }

  async function reload(): Promise<void> {
    const reading = (lastReading += 1)
    mirror.beginReload()
    await subscriber.subscribe(channel)
    const entries = new Map<string, Versioned<T>>()
    for (const [id, text] of Object.entries(await redis.hgetall(key))) {
      const entry = read(text)
      if (entry) entries.set(id, entry)
    }
    if (reading !== lastReading) return // The connection broke again meanwhile, and a newer reading is under way.
    mirror.finishReload(entries)
    onReload()
  }

  function hear(text: string): void {
    const head = readHead(text)
    // Our own writes, before or after Redis has answered: what they are is known.
    if (head && mirror.hasSeen(head.id, head.v)) return mirror.confirm(head.id, head.v)
    const own = head && underWay.get(head.by)
    if (own) return mirror.hear(head.id, { v: head.v, ...own }, 'here')
    const entry = read(text)
    if (entry?.id === undefined) return
    mirror.hear(entry.id, entry, entry.by.startsWith(`${writer}/`) ? 'here' : 'elsewhere')
  }

  subscriber.on('message', (_channel, text) => hear(text))
  subscriber.on('error', () => undefined) // The same loss is logged by the connection that this one was made from.
  subscriber.on('ready', () => {
    reload().catch((error: unknown) => {
      log.error({ key, err: error }, 'live state could not be loaded')
      subscriber.disconnect(true)
    })
  })

  return {
    /** Connects; a first attempt that fails is followed by others, as for every connection. */
    start: () => void subscriber.connect().catch(() => undefined),
    close: () => closeRedis(subscriber),
  }
}
