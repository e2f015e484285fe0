import type { Knex } from '@orderline/db'
import { isMissed, markHandled, type Handled } from './missed-calls-repository.ts'

export { findMissedNumber, lockMissed as lockMissedWithin } from './missed-calls-repository.ts'

/** Somebody sees to a missed call, in the transaction of the one who says so. False: it is none. */
export async function handleMissedWithin(trx: Knex, handled: Handled): Promise<boolean> {
  if (!(await isMissed(trx, handled.callId))) return false
  await markHandled(trx, handled)
  return true
}
