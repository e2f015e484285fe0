import type { Database } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { AudioFiles } from '../recordings/audio-files.ts'
import { recordingFiles } from '../recordings/recording-files.ts'
import type { SoundKind } from '../recordings/recordings-service.ts'
import type { UploadFiles } from '../imports/upload-files.ts'
import { monthsBefore } from './keep-until.ts'
import {
  deleteCallEvents,
  deleteSettledWebhooks,
  findCallsWithSounds,
  findUnreadImports,
  forgetSounds,
  type CallWithSounds,
} from './retention-repository.ts'

/** How long each kind is kept; 0: for ever. */
export type Keeping = { callEventsMonths: number; webhooksDays: number; soundsMonths: number; uploadsDays: number }

export type CleanOldRecordsDeps = {
  db: Database
  files: Record<SoundKind, AudioFiles>
  uploads: Pick<UploadFiles, 'findOlder' | 'remove'>
  keep: Keeping
  now: Clock
  log: Logger
}

const dayMs = 24 * 3_600_000
/** One run ends after so many bites, also when years have gathered: the next one goes on. */
const mostBites = 300
const mostUploads = 1_000

/** Deletes what is older than a centre wants to keep. Orders, calls and the audit are never deleted. */
export function createCleanOldRecords({ db, files, uploads, keep, now, log }: CleanOldRecordsDeps) {
  /** Before this no call has sounds any more, so that it is not looked for again. */
  let soundless = 0

  async function cleanSounds(): Promise<number> {
    const before = monthsBefore(now(), keep.soundsMonths)
    const calls = await findCallsWithSounds(db, { from: soundless, before })
    for (const call of calls) await removeSounds(call)
    await forgetSounds(
      db,
      calls.map(({ id }) => id),
    )
    soundless = calls.at(-1)?.started_at.getTime() ?? before
    return calls.length
  }

  /** The files first: a row that names a file which is gone is found again, a file that no row names is not. */
  async function removeSounds(call: CallWithSounds): Promise<void> {
    for (const name of recordingFiles(call)) await files.recording.remove(name)
    if (call.voicemail !== null) await files.voicemail.remove(call.voicemail)
  }

  /** Also files whose import went with its campaign. One that is still to be read stays, however old. */
  async function cleanUploads(): Promise<number> {
    const old = (await uploads.findOlder(now() - keep.uploadsDays * dayMs)).slice(0, mostUploads)
    const unread = await findUnreadImports(db, old)
    const read = old.filter((id) => !unread.has(id))
    for (const id of read) await uploads.remove(id)
    return read.length
  }

  const kinds = [
    {
      isWanted: keep.callEventsMonths > 0,
      cleanBite: () => deleteCallEvents(db, monthsBefore(now(), keep.callEventsMonths)),
      what: 'call events',
    },
    {
      isWanted: keep.webhooksDays > 0,
      cleanBite: () => deleteSettledWebhooks(db, now() - keep.webhooksDays * dayMs),
      what: 'webhooks',
    },
    { isWanted: keep.soundsMonths > 0, cleanBite: cleanSounds, what: 'recordings' },
    { isWanted: keep.uploadsDays > 0, cleanBite: cleanUploads, what: 'uploaded files' },
  ]

  return async function cleanOldRecords(): Promise<void> {
    for (const { what, cleanBite } of kinds.filter(({ isWanted }) => isWanted)) {
      const count = await cleanAll(cleanBite)
      if (count > 0) log.info({ what, count }, 'old records deleted')
    }
  }
}

async function cleanAll(cleanBite: () => Promise<number>): Promise<number> {
  let sum = 0
  for (let bites = 0; bites < mostBites; bites++) {
    const count = await cleanBite()
    if (count === 0) break
    sum += count
  }
  return sum
}
