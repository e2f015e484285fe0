import { toDate, type Database, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { customerTimeZone } from '@orderline/domain/dialing'
import { findClientTimeZone } from './dialing-repository.ts'
import type { LockedSubject } from './subjects-repository.ts'

/** So many at once, that no lock is held for long; the dialer comes upon those behind them at its next look. */
const mostAtOnce = 5_000

export type ClosedHour = { like: LockedSubject; until: EpochMs; now: EpochMs }

/**
 * An hour at which one subject may not be dialled is closed to all of its campaign whose customers live by the same clock:
 * they are put off together, in the dialer's order. One by one they would keep free agents waiting for minutes, because the
 * dialer looks at a few at a time. Promised ones are asked about each for itself. Answers how many.
 */
export async function postponeAlike(db: Database, { like, until, now }: ClosedHour): Promise<number> {
  const { subject, campaignId, clientId, status, number } = like
  const clientZone = await findClientTimeZone(db, clientId)
  if (campaignId === null || clientZone === undefined) return 0
  const [table, numberColumn] = subject.kind === 'order' ? ['orders', 'phone'] : ['dial_records', 'number']
  const due = (): Knex.QueryBuilder =>
    db<Record<string, unknown>>(table)
      .where({ campaign_id: campaignId, status })
      .whereNull('promised_at')
      .where('next_attempt_at', '<=', toDate(now))
  const found: { id: string; number: string }[] = await due()
    .orderBy(['next_attempt_at', 'id'])
    .limit(mostAtOnce)
    .select('id', `${numberColumn} as number`)
  const zone = customerTimeZone(number, clientZone)
  const alike = found.filter((other) => customerTimeZone(other.number, clientZone) === zone).map(({ id }) => id)
  return alike.length === 0
    ? 0
    : due()
        .whereIn('id', alike)
        .update({ next_attempt_at: toDate(until) })
}

/**
 * What nobody has dialled yet is due again since it came: it was put off by hours that its campaign no longer has. A repeat
 * keeps its time, which may be that of its retry rule. Whether it may be dialled is asked anew anyway.
 */
export async function recallPostponed(trx: Knex.Transaction, campaignId: string, now: EpochMs): Promise<void> {
  for (const [table, cameAt] of [
    ['orders', 'received_at'],
    ['dial_records', 'created_at'],
  ] as const) {
    await trx<Record<string, unknown>>(table)
      .where({ campaign_id: campaignId, status: 'new' })
      .whereNull('promised_at')
      .where('next_attempt_at', '>', toDate(now))
      .update({ next_attempt_at: trx.ref(cameAt) })
  }
}
