import type { EpochMs } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { UploadFiles } from './upload-files.ts'

/** So long a file may be out of sight: where backends share no folder, the one that has it may be busy, or starting. */
export const lostAfter = 2 * 60_000

/** Looks for the files of uploads that are to be read, and notes since when one is missed. */
export function createSoughtFiles({ files, now }: { files: Pick<UploadFiles, 'has'>; now: Clock }) {
  const missedAt = new Map<string, EpochMs>()

  return {
    /** `lost`: missed for so long that nobody has it. */
    look(id: string): 'here' | 'missed' | 'lost' {
      if (files.has(id)) {
        missedAt.delete(id)
        return 'here'
      }
      const since = missedAt.get(id) ?? now()
      missedAt.set(id, since)
      return now() - since < lostAfter ? 'missed' : 'lost'
    },

    /** Whatever else was missed has been read by another backend, or given up. */
    keepOnly(ids: readonly string[]): void {
      for (const id of missedAt.keys()) if (!ids.includes(id)) missedAt.delete(id)
    },
  }
}
