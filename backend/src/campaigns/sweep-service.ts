import { transaction, type Database } from '@orderline/db'
import type { DialSubject, InFlight } from '@orderline/domain/contract'
import type { Claims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { findOpenAttempts, hasOpenAttempt } from './dialing-repository.ts'
import { afterSettled, settleAttempt, type SettleDeps } from './settle-attempt.ts'

export type SweepServiceDeps = {
  db: Database
  inFlight: Claims<InFlight>
  settle: SettleDeps
  /** Attempts that a live call belongs to, as Redis has them now. */
  liveAttemptIds: () => Promise<ReadonlySet<string>>
  /** Whether the dial queue still has this job, waiting or active. */
  hasDialJob: (attemptId: string) => Promise<boolean>
  /** Whether everything that the journal holds is written; else an attempt may have ended that nobody knows of yet. */
  isJournalWritten: () => Promise<boolean>
  wakeDialer: () => Promise<unknown>
  now: Clock
  log: Logger
  /** Longer than a dial order lives, so that nothing is swept from under one that is being carried out. */
  minAgeMs?: number
}

export type SweepService = ReturnType<typeof createSweepService>

/**
 * Clears up after processes that died in the middle of a dial. Nothing here decides by one look: an attempt must be
 * without a call in two sweeps in a row, with the whole journal written, before it is ended as a system failure.
 */
export function createSweepService(deps: SweepServiceDeps) {
  const { db, inFlight, now, log, minAgeMs = 30_000 } = deps
  let suspects: ReadonlySet<string> = new Set()

  async function findOrphans(): Promise<{ id: string; subject: DialSubject }[]> {
    const open = await findOpenAttempts(db, now() - minAgeMs)
    if (open.length === 0) return []
    const live = await deps.liveAttemptIds()
    return open.filter(({ id }) => !live.has(id))
  }

  async function endAttempt(attemptId: string, subject: DialSubject): Promise<boolean> {
    const settlement = await transaction(db, (trx) =>
      settleAttempt(deps.settle, trx, {
        attemptId,
        outcome: 'system-failure',
        cause: null,
        endedAt: now(),
        call: null,
      }),
    )
    if (settlement) {
      await afterSettled(deps.settle, settlement)
      log.warn({ attemptId, subject }, 'attempt without a call was ended')
    }
    await inFlight.release(subject.id, attemptId)
    return settlement !== undefined
  }

  /** Open attempts that no live call belongs to. */
  async function sweepAttempts(): Promise<number> {
    const orphans = await findOrphans()
    const known = orphans.filter(({ id }) => suspects.has(id))
    suspects = new Set(orphans.map(({ id }) => id))
    if (known.length === 0 || !(await deps.isJournalWritten())) return 0
    let ended = 0
    for (const { id, subject } of known) if (await endAttempt(id, subject)) ended += 1
    return ended
  }

  /** In the order in which a dial goes on: what has left one of these places is found in a later one. */
  async function isAbandoned(subjectId: string, { attemptId, placedAt }: InFlight): Promise<boolean> {
    if (now() - placedAt < minAgeMs || (await deps.hasDialJob(attemptId))) return false
    if (await hasOpenAttempt(db, subjectId)) return false
    return !(await deps.liveAttemptIds()).has(attemptId)
  }

  /** Claims that nothing stands behind: no job, no live call, no open attempt. */
  async function sweepClaims(): Promise<number> {
    let freed = 0
    for (const [subjectId, claim] of await inFlight.all()) {
      if (!(await isAbandoned(subjectId, claim))) continue
      if (!(await inFlight.release(subjectId, claim.attemptId))) continue
      log.warn({ subjectId, attemptId: claim.attemptId }, 'what was in flight was freed')
      freed += 1
    }
    return freed
  }

  return {
    async sweep(): Promise<{ ended: number; freed: number }> {
      const ended = await sweepAttempts()
      const freed = await sweepClaims()
      if (ended + freed > 0) await deps.wakeDialer()
      return { ended, freed }
    },
  }
}
