import type { Knex } from '@orderline/db'
import { toDate, toMs } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'

/** The scope of a do-not-call entry that is meant for all clients. */
export const everyClient = '*'

/** Why dialling is done with a line or an order whose number nobody may call. */
export const becauseForbidden = 'the number is on the do-not-call list'

/** Whether a number may not be called: for all clients, for this one, or not forbidden. */
export async function findDoNotCall(
  trx: Knex,
  { number, clientId }: { number: string; clientId: string },
): Promise<'all' | 'client' | null> {
  const rows = await trx('do_not_call').where({ number }).whereIn('scope', [everyClient, clientId]).select('scope')
  if (rows.length === 0) return null
  return rows.some(({ scope }) => scope === everyClient) ? 'all' : 'client'
}

/** Until when a number may be dialled with an agent reserved first only. */
export async function findHold(trx: Knex, number: string): Promise<EpochMs | null> {
  const row = await trx('number_holds').where({ number }).select('until').first()
  return row ? toMs(row.until) : null
}

/** The later of two holds stays. */
export async function holdNumber(trx: Knex, { number, until }: { number: string; until: EpochMs }): Promise<void> {
  await trx('number_holds')
    .insert({ number, until: toDate(until) })
    .onConflict('number')
    .merge({ until: trx.raw('greatest(until, values(until))') })
}

/** Forgets holds that are over. */
export async function forgetHolds(db: Knex, before: EpochMs): Promise<number> {
  return db('number_holds').where('until', '<', toDate(before)).delete()
}
