import type { Knex } from '@orderline/db'
import { isDuplicateKey, transaction, type Database } from '@orderline/db'
import type { DialOrder, DialRule, EpochMs } from '@orderline/domain/contract'
import type { DialDecision, DialRefusal, RetryRules } from '@orderline/domain/dialing'
import { decideDial } from './decide-dial.ts'
import { deleteOpenAttempt, findAttempts, insertAttempt } from './dialing-repository.ts'
import { changeSubject, lockSubject, type LockedSubject } from './subjects-repository.ts'

export type OpenedAttempt =
  | { kind: 'opened'; previousStatus: 'new' | 'retry' }
  | { kind: 'refused'; refusal: DialRefusal }
  /** The attempt, or another one of this subject, is under way or done: somebody was here before. */
  | { kind: 'repeated' }

export type OpenAttemptDeps = { db: Database; rules: RetryRules }
type Moment = { order: DialOrder; now: EpochMs }

/**
 * Asks once more whether the subject may be dialled, now that it is locked, and writes the attempt before the network
 * hears of it. The database refuses a second open attempt of a subject, and of a number, by unique keys.
 */
export async function openAttempt({ db, rules }: OpenAttemptDeps, { order, now }: Moment): Promise<OpenedAttempt> {
  try {
    return await transaction(db, (trx) => openWithin(trx, { order, now, rules }))
  } catch (error) {
    // Two subjects with one number, both asked at the same moment: this one waits for the other.
    if (isDuplicateKey(error, 'attempts_open_number_unique'))
      return refused('under-way', 'the number is being dialled', now + 60_000)
    if (isDuplicateKey(error)) return { kind: 'repeated' }
    throw error
  }
}

async function openWithin(
  trx: Knex.Transaction,
  { order, now, rules }: Moment & { rules: RetryRules },
): Promise<OpenedAttempt> {
  const locked = await lockSubject(trx, order.subject)
  if (!locked) return refused('state', 'it is gone')
  const attempts = await findAttempts(trx, order.subject)
  if (attempts.some(({ id, outcome }) => id === order.attemptId || outcome === null)) return { kind: 'repeated' }
  // Whoever chose it asked about the former one; the next look asks about this one.
  if (locked.number !== order.number) return refused('state', 'it has another number by now')
  if (isReassigned(locked, order)) return refused('campaign', 'another campaign dials it by now')
  const { number, mode } = order
  const decision = await decideDial(trx, { locked, number, mode, now, rules })
  if (!decision.allowed) return { kind: 'refused', refusal: decision }
  const because = reasonsOf(decision, order)
  const attempt = { ...order, campaignId: locked.campaignId }
  await insertAttempt(trx, { order: attempt, ordinal: (attempts.at(-1)?.ordinal ?? 0) + 1, because, at: now })
  const previousStatus = locked.status === 'new' ? 'new' : 'retry'
  await changeSubject(trx, { subject: order.subject, from: [previousStatus], change: { status: 'dialing' } })
  return { kind: 'opened', previousStatus }
}

/** Undoes {@link openAttempt} for an attempt that has not reached the network: nothing is charged, nothing is told. */
export async function withdrawAttempt(
  db: Database,
  { subject, attemptId }: DialOrder,
  previousStatus: 'new' | 'retry',
): Promise<void> {
  await transaction(db, async (trx) => {
    if (!(await lockSubject(trx, subject))) return
    if (!(await deleteOpenAttempt(trx, attemptId))) return
    await changeSubject(trx, { subject, from: ['dialing'], change: { status: previousStatus } })
  })
}

/** A dial order without a campaign is of whichever it is; one with a campaign is of that one only. */
function isReassigned({ campaignId }: LockedSubject, order: DialOrder): boolean {
  return order.campaignId !== null && order.campaignId !== campaignId
}

/** What was found out now, and of the dialer's reasons those that only it knows: how many lines, and why. */
function reasonsOf(decision: DialDecision & { allowed: true }, { allowedBecause, mode }: DialOrder): string[] {
  return [...decision.because, ...allowedBecause.filter((reason) => reason.startsWith(mode))]
}

function refused(rule: DialRule, because: string, notBefore: EpochMs | null = null): OpenedAttempt {
  return { kind: 'refused', refusal: { allowed: false, rule, because, notBefore, settles: null } }
}
