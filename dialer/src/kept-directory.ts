import type { Clock } from '@orderline/runtime/clock'
import type { Directory } from './directory-repository.ts'

export type KeptDirectoryOptions = { read: () => Promise<Directory>; now: Clock; maxAgeMs?: number }

/** Campaigns, clients and queues, read anew when they changed, and now and then in case that nobody told. */
export function createKeptDirectory({ read, now, maxAgeMs = 60_000 }: KeptDirectoryOptions) {
  let kept: { directory: Directory; at: number } | undefined
  let changes = 0
  return {
    async get(): Promise<Directory> {
      if (kept && now() - kept.at <= maxAgeMs) return kept.directory
      const seen = changes
      const directory = await read()
      // What changed while it was read may be missing in it: it serves once, and is read again.
      kept = seen === changes ? { directory, at: now() } : undefined
      return directory
    },
    forget(): void {
      kept = undefined
      changes += 1
    },
  }
}
