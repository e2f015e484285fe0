import { journalEnd, recordingName, type Call } from '@orderline/domain/call'
import { toError } from '@orderline/runtime/errors'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Telephony } from '../telephony/port.ts'
import type { CallsService } from './calls-service.ts'
import type { Journal } from './journal.ts'

export type FinishEndedDeps = {
  calls: Pick<CallsService, 'forget'>
  journal: Journal
  telephony: Pick<Telephony, 'stopRecording'>
  log: Logger
}

/**
 * For a process that takes over: a call that ended stays in Redis until its end is in the journal, so one that is
 * still there may have lost it. Writing it twice changes nothing; not writing it would lose a missed call. Its recording
 * may go on: a room outlives the call, and the next customer's talk would be in the file.
 */
export async function finishEnded(store: LiveStore<Call>, deps: FinishEndedDeps): Promise<void> {
  const { calls, journal } = deps
  const ended = store.all().flatMap((call) => (call.state === 'ended' ? [call] : []))
  for (const call of ended) {
    await journal.write(journalEnd(call, { outcome: call.outcome, cause: call.cause, at: call.since }).entry)
  }
  await Promise.all(ended.map((call) => stopRecording(deps, call).then(() => calls.forget(call.id))))
}

/** Asterisk may be away; where it was started anew there is no recording either. */
async function stopRecording({ telephony, log }: FinishEndedDeps, call: Call): Promise<void> {
  if (call.recordings === 0) return
  await telephony.stopRecording(recordingName(call)).catch((error: unknown) => {
    log.error({ callId: call.id, err: toError(error) }, 'recording of a call that has ended may go on')
  })
}
