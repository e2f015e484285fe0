import { transaction, type Database } from '@orderline/db'
import type { RetryRules } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import type { MayStillDial } from '../calls/ports.ts'
import { decideDial } from './decide-dial.ts'
import { findAttempt } from './dialing-repository.ts'
import { lockSubject } from './subjects-repository.ts'

export type MayStillDialDeps = { db: Database; rules: RetryRules; now: Clock }

/** Asks all rules once more for a call whose attempt is open: an agent has read its card for minutes. */
export function createMayStillDial({ db, rules, now }: MayStillDialDeps): MayStillDial {
  return ({ attemptId, customerNumber: number }) =>
    transaction(db, async (trx) => {
      const attempt = attemptId === null ? undefined : await findAttempt(trx, attemptId)
      const locked = attempt && (await lockSubject(trx, attempt.subject))
      if (!attempt?.isOpen || !locked || attemptId === null || number === null) {
        return { allowed: false, because: 'nothing is dialled by it any more' }
      }
      // By this very call it is dialled, and what was due then is due still; what was settled meanwhile is not.
      const isStill = locked.status === 'dialing'
      const due = { ...locked, status: isStill ? ('retry' as const) : locked.status, nextAttemptAt: now() }
      return decideDial(trx, { locked: due, number, mode: attempt.mode, ownAttemptId: attemptId, now: now(), rules })
    })
}
