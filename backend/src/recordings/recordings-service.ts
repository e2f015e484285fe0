import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import type { AuditService } from '../audit/audit-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import type { RecordsService } from '../records/records-service.ts'
import type { AudioFiles } from './audio-files.ts'
import { recordingFile } from './recording-files.ts'

/** A sound of a call: its recording number `number`, from 1, or the caller's message. */
export type SoundChoice = { kind: 'recording'; number: number } | { kind: 'voicemail' }
export type SoundKind = SoundChoice['kind']
export type Sound = { files: AudioFiles; name: string; size: number }

export type RecordingsServiceDeps = {
  records: Pick<RecordsService, 'find'>
  files: Record<SoundKind, AudioFiles>
  audit: Pick<AuditService, 'record'>
  now: Clock
}

export type RecordingsService = ReturnType<typeof createRecordingsService>

/** A player fetches one sound in many pieces: they are one listening. */
const oneListeningMs = 10 * 60_000
const mostRemembered = 10_000

/** Sounds of calls, for those who may see the call; each listening is in the audit. */
export function createRecordingsService({ records, files, audit, now }: RecordingsServiceDeps) {
  const listened = new Map<string, number>()

  async function auditOnce(choice: SoundChoice, callId: string, userId: string): Promise<void> {
    const { kind, ...details } = choice
    const key = `${JSON.stringify(choice)}/${callId}/${userId}`
    if (now() - (listened.get(key) ?? -Infinity) < oneListeningMs) return
    await audit.record({ userId, action: `${kind}.listened`, subject: 'call', subjectId: callId, details })
    if (listened.size >= mostRemembered) listened.clear()
    listened.set(key, now())
  }

  return {
    /** Errors: `call/not-found`, `recording/not-found`. Nothing is given out that the audit does not know of. */
    async listen(choice: SoundChoice, callId: string, session: Session): Promise<Sound> {
      const row = await records.find(callId, session)
      const { kind } = choice
      const name = kind === 'recording' ? recordingFile(row, choice.number) : row.voicemail
      const size = name === null ? undefined : await files[kind].sizeOf(name)
      if (name === null || size === undefined) throw new AppError<ErrorCode>('recording/not-found', { callId })
      await auditOnce(choice, callId, session.userId)
      return { files: files[kind], name, size }
    },
  }
}
