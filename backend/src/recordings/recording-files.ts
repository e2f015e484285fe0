import type { CallRow } from '@orderline/db'

type Recorded = Pick<CallRow, 'recording' | 'recording_count'>

/** The file of a call's recording, counted from 1 as its conversations were; null where there is none. */
export function recordingFile({ recording, recording_count: count }: Recorded, number: number): string | null {
  if (recording === null || number < 1 || number > count) return null
  return number === 1 ? recording : recording.replace(/\.wav$/, `-${number}.wav`)
}

/** All files of a call's recordings. */
export function recordingFiles(row: Recorded): string[] {
  return Array.from({ length: row.recording_count }, (_, index) => recordingFile(row, index + 1) ?? []).flat()
}
