import { setTimeout as delay } from 'node:timers/promises'
import { redisNames } from '@orderline/domain/contract'
import type { Database } from '@orderline/db'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import { buildConfigIndex, createConfigGetters } from './config-index.ts'
import { createConfigRepository, type Configuration } from './config-repository.ts'

const reloadEveryMs = 60_000
const retryAfterMs = 500
const emptyConfiguration: Configuration = {
  clients: [],
  queues: [],
  dids: [],
  skills: [],
  campaigns: [],
  questionnaires: [],
  users: [],
}

export type ConfigCache = ReturnType<typeof createConfigCache>
export type ConfigCacheDeps = {
  db: Database
  /** A connection of its own: it subscribes, so it can do nothing else. */
  subscriber: Redis
  log: Logger
}

/**
 * Clients, numbers, queues, skills, users and which questionnaires are current, in memory, so that a call never waits
 * for MariaDB. Reloaded as a whole when somebody changes them, when Redis comes back (a message may have been missed)
 * and each minute. While MariaDB is away the last known configuration stays.
 */
export function createConfigCache({ db, subscriber, log }: ConfigCacheDeps) {
  const repository = createConfigRepository({ db })
  const listeners = new Set<() => void>()
  const stopped = new AbortController()
  let index = buildConfigIndex(emptyConfiguration)
  let running: Promise<void> | undefined
  let isAskedAgain = false

  async function readOnce(): Promise<void> {
    index = buildConfigIndex(await repository.read())
    for (const listener of listeners) listener()
  }

  /** One read at a time; a change that comes while one runs makes it run once more. */
  async function readUntilFresh(): Promise<void> {
    do {
      isAskedAgain = false
      await readOnce()
    } while (isAskedAgain)
  }

  /** Resolves when what was in the database at the time of asking is in memory. Rejects when MariaDB is away. */
  function reload(): Promise<void> {
    isAskedAgain = running !== undefined
    running ??= readUntilFresh().finally(() => (running = undefined))
    return running
  }

  async function reloadUntilDone(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        return await reload()
      } catch (error) {
        log.warn({ err: toError(error) }, 'configuration could not be read')
        // close() ends the wait; the loop then ends by itself.
        await delay(retryAfterMs, undefined, { signal: stopped.signal }).catch(() => undefined)
      }
    }
  }

  const reloadInBackground = () => void reloadUntilDone()
  const timer = setInterval(reloadInBackground, reloadEveryMs).unref()

  return {
    /** Resolves when the configuration is in memory, however long MariaDB takes; then keeps it fresh. */
    async load(): Promise<void> {
      subscriber.on('message', reloadInBackground)
      subscriber.on('ready', reloadInBackground)
      await subscriber.subscribe(redisNames.configChanged)
      await reloadUntilDone()
    },
    reload,
    /** Called after each reload. Answers a function that takes the listener off. */
    onReload(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    ...createConfigGetters(() => index),

    close(): void {
      stopped.abort()
      clearInterval(timer)
      subscriber.off('message', reloadInBackground)
      subscriber.off('ready', reloadInBackground)
      listeners.clear()
    },
  }
}
