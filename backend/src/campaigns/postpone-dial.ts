import { transaction, type Database } from '@orderline/db'
import type { DialSubject, Postponement } from '@orderline/domain/contract'
import type { DialRefusal, RetryRules } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { decideDial } from './decide-dial.ts'
import { postponeAlike } from './postpone-alike.ts'
import { lockSubject, namesOf, type LockedSubject, type SubjectChange } from './subjects-repository.ts'
import { writeRefusal } from './write-refusal.ts'

export type PostponeDialDeps = {
  db: Database
  rules: RetryRules
  /** Whether the customer of this number talks to us, or waits to. */
  isOnTheLine: (number: string) => boolean
  /** Tells the dialer that a subject or an agent is free again. */
  wakeDialer: () => Promise<unknown>
  now: Clock
  log: Logger
}

type Refused = { locked: LockedSubject; refusal: DialRefusal; change: SubjectChange | undefined }

/**
 * Something due may not be dialled: asked anew, now that it is locked, and written down. It goes by what is true now;
 * `until` tells only that there was a reason to ask.
 */
export function createPostponeDial(deps: PostponeDialDeps) {
  const { db, rules, isOnTheLine, wakeDialer, now, log } = deps

  function refuse(subject: DialSubject): Promise<Refused | undefined> {
    return transaction(db, async (trx) => {
      const locked = await lockSubject(trx, subject)
      if (!locked) return undefined
      const { number } = locked
      const question = {
        locked,
        number,
        mode: 'gentlest',
        isOnTheLine: isOnTheLine(number),
        now: now(),
        rules,
      } as const
      const refusal = await decideDial(trx, question)
      if (refusal.allowed) return undefined
      return { locked, refusal, change: await writeRefusal(trx, { locked, refusal, at: now() }) }
    })
  }

  /** The dialer looks again at once: those behind them may be allowed. */
  async function closeHour({ locked: like, refusal: { rule, notBefore: until } }: Refused): Promise<void> {
    if (rule !== 'hours' || until === null) return
    const lines = await postponeAlike(db, { like, until, now: now() })
    if (lines === 0) return
    log.info({ campaignId: like.campaignId, until, lines }, 'dials of the same clock postponed')
    await wakeDialer()
  }

  return async ({ subject, because }: Postponement): Promise<void> => {
    const refused = await refuse(subject)
    if (!refused) return
    if (refused.change) log.info({ ...namesOf(subject), ...refused.change, because }, 'dial postponed')
    await closeHour(refused)
  }
}
