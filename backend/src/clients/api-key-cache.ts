import type { Database } from '@orderline/db'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { ApiKeys } from '../http/http-guards.ts'
import type { ApiClient } from '../http/http-types.ts'
import { createApiKeysRepository } from './api-keys-repository.ts'

const trustMs = 30_000
const touchEveryMs = 60_000
const mostKeys = 10_000

export type ApiKeyCache = ApiKeys & { clear(): void }
export type ApiKeyCacheDeps = { db: Database; log: Logger; now?: Clock }
type Entry = { client: ApiClient; readAt: number; touchedAt: number }

/**
 * Valid keys in memory, so that a request costs no query. `clear` is called when the configuration changed, which is
 * how a revoked key stops; a message that got lost costs {@link trustMs}.
 */
export function createApiKeyCache({ db, log, now = systemClock }: ApiKeyCacheDeps): ApiKeyCache {
  const repository = createApiKeysRepository({ db })
  const entries = new Map<string, Entry>()
  const underway = new Map<string, Promise<Entry | undefined>>()
  let cleared = 0

  const fresh = (keyHash: string): Entry | undefined => {
    const entry = entries.get(keyHash)
    return entry && now() - entry.readAt < trustMs ? entry : undefined
  }

  async function read(keyHash: string): Promise<Entry | undefined> {
    const clearedBefore = cleared
    const client = await repository.findActive(keyHash)
    if (!client) return void entries.delete(keyHash)
    if (entries.size >= mostKeys) entries.clear()
    // What was read before a change that came meanwhile is good for this one request only.
    const readAt = clearedBefore === cleared ? now() : 0
    const entry = { client, readAt, touchedAt: entries.get(keyHash)?.touchedAt ?? 0 }
    entries.set(keyHash, entry)
    return entry
  }

  /** Many requests with a key that was just forgotten make one query. */
  function readOnce(keyHash: string, beforeLookup: () => Promise<void>): Promise<Entry | undefined> {
    const running = underway.get(keyHash)
    if (running) return running
    const reading = beforeLookup()
      .then(() => read(keyHash))
      .finally(() => underway.delete(keyHash))
    underway.set(keyHash, reading)
    return reading
  }

  function touch(entry: Entry): void {
    if (now() - entry.touchedAt < touchEveryMs) return
    entry.touchedAt = now()
    void repository.touch(entry.client.keyId, now()).catch((error: unknown) => {
      log.warn({ keyId: entry.client.keyId, err: toError(error) }, 'last use of an API key was not noted')
    })
  }

  return {
    async find(keyHash, beforeLookup) {
      const entry = fresh(keyHash) ?? (await readOnce(keyHash, beforeLookup))
      if (entry) touch(entry)
      return entry?.client
    },
    /** Forgets when keys were read, not which were touched. */
    clear(): void {
      cleared += 1
      for (const entry of entries.values()) entry.readAt = 0
    },
  }
}
