import type { Redis } from 'ioredis'
import { createId } from '../ids/index.ts'
import type { Logger } from '../logger/index.ts'
import { createEntryChanger, type Decide } from './change-entry.ts'
import { parseEntry } from './entry.ts'
import { createFollower } from './follow-changes.ts'
import { createMirror, type LiveChange, type Versioned } from './mirror.ts'
import { createTurns } from './turns.ts'

export type LiveStoreOptions<T> = {
  /** The patient (`call-path`) connection; a second one for the subscription is made from it. */
  redis: Redis
  /** The hash: id → `{"v":…,"by":…,"<noun>":…}`. */
  key: string
  /** Where every change is published: `{"id":…,"v":…,"by":…,"<noun>":…}`, null for a removal. */
  channel: string
  /** What one entry is: `call`, `agent`. */
  noun: string
  log: Logger
  /** Checks what another process wrote; an entry that it throws on is left out of the mirror and logged. */
  parse?: (value: unknown) => T
}

export type LiveStore<T> = ReturnType<typeof createLiveStore<T>>

/**
 * Live state that all processes share: a Redis hash, changed by compare-and-set, and in each process a mirror of it
 * that is read without waiting. Values must be plain JSON and are never changed in place.
 */
export function createLiveStore<T>(options: LiveStoreOptions<T>) {
  // Without a check given the one who makes the store vouches for what stands in it.
  const parseOrTrust = options.parse ?? ((value: unknown) => value as T)
  const underWay = new Map<string, Pick<Versioned<T>, 'value'>>()
  const settings = { ...options, writer: createId(), parse: parseOrTrust, underWay }
  const { redis, key, noun, parse } = settings
  const changed = createListeners<[LiveChange<T>]>()
  const reloaded = createListeners<[]>()
  const mirror = createMirror<T>(changed.tell)
  const change = createEntryChanger<T>({ ...settings, onWritten: (id, entry) => mirror.applyOwn(id, entry) })
  const follower = createFollower<T>({ ...settings, mirror, onReload: reloaded.tell })

  const takeTurn = createTurns()

  const update = <R>(id: string, decide: Decide<T, R>): Promise<R | undefined> =>
    takeTurn(id, () => change(id, mirror.entryOf(id), decide))

  async function readFresh(id: string): Promise<Versioned<T>> {
    const text = await redis.hget(key, id)
    return text === null ? { v: 0, value: undefined } : parseEntry(text, noun, parse)
  }

  return {
    /** Subscribes and loads the mirror; resolves when it is whole. */
    async start(): Promise<void> {
      const loaded = new Promise<void>((resolve) => reloaded.add(resolve))
      follower.start()
      await loaded
    },
    /** From the mirror: at once, and perhaps some milliseconds behind another process. */
    get: (id: string): T | undefined => mirror.values.get(id),
    /** Every value of the mirror, in no order. */
    all: (): T[] => [...mirror.values.values()],
    mirror: mirror.values,
    /**
     * Decides on the current value (undefined: there is none) and writes it if nobody was faster; else decides
     * again on the newer one. Resolves with the decision's result, or undefined when it refused. A refusal may have
     * been made on a mirror that is behind: use `updateFresh` where that matters.
     */
    update,
    /** Like `update`, but the first decision, too, is made on what Redis has now: one more round trip. */
    updateFresh: <R>(id: string, decide: Decide<T, R>): Promise<R | undefined> =>
      takeTurn(id, async () => change(id, await readFresh(id), decide)),
    /** What Redis has now. */
    find: async (id: string): Promise<T | undefined> => (await readFresh(id)).value,
    /** Removes an entry whatever it is; resolves with whether there was one. */
    remove: async (id: string): Promise<boolean> =>
      (await update(id, (current) => (current === undefined ? undefined : { value: null, result: true }))) ?? false,
    /** Hears every change of the mirror, by whomever. Listeners must not throw. Returns the way to stop. */
    onChange: changed.add,
    /** Hears when the mirror is whole again, at the start and after each gap. Returns the way to stop. */
    onReload: reloaded.add,
    /** Stops following; idempotent. Commands go over the connection that was passed in, which stays open. */
    close: follower.close,
  }
}

function createListeners<Args extends unknown[]>() {
  const listeners = new Set<(...args: Args) => void>()
  return {
    add: (listener: (...args: Args) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell: (...args: Args) => listeners.forEach((listener) => listener(...args)),
  }
}
