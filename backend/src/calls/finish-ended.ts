import { journalEnd, type Call } from '@orderline/domain/call'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { CallsService } from './calls-service.ts'
import type { Journal } from './journal.ts'

/**
 * For a process that takes over: a call that ended stays in Redis until its end is in the journal, so one that is
 * still there may have lost it. Writing it twice changes nothing; not writing it would lose a missed call.
 */
export async function finishEnded(
  store: LiveStore<Call>,
  { calls, journal }: { calls: Pick<CallsService, 'forget'>; journal: Journal },
): Promise<void> {
  const ended = store.all().flatMap((call) => (call.state === 'ended' ? [call] : []))
  for (const call of ended) {
    await journal.write(journalEnd(call, { outcome: call.outcome, cause: call.cause, at: call.since }).entry)
    await calls.forget(call.id)
  }
}
