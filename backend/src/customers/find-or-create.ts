import { isDuplicateKey, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { findByNumber, insertCustomer, newCustomer } from './customer-repository.ts'

export type FoundCustomer = { id: string; isNew: boolean }
type Who = { clientId: string; number: string; name: string; now: EpochMs }

/**
 * RS-04, RS-28: the customer who has this number at this client, made when there is none, in the transaction of the
 * caller. Of two who make one at once the second waits and takes the first one's. A customer without a name gets it.
 */
export async function findOrCreateWithin(trx: Knex.Transaction, who: Who): Promise<FoundCustomer> {
  const known = (await findByNumber(trx, who.clientId, who.number)) ?? (await create(trx, who))
  if (known === undefined) return findWinner(trx, who)
  if (known.name === '') await nameTheNameless(trx, { id: known.id, name: who.name })
  return { id: known.id, isNew: 'isNew' in known }
}

/** Whoever has a name keeps it. */
export async function nameTheNameless(trx: Knex, { id, name }: { id: string; name: string }): Promise<void> {
  if (name !== '') await trx('customers').where({ id, name: '' }).update({ name })
}

/** Undefined when the number was taken meanwhile; the savepoint leaves nothing of the try. */
async function create(trx: Knex.Transaction, { clientId, number, name, now }: Who) {
  const row = newCustomer({ id: createId(), clientId, name, now })
  try {
    await trx.transaction((savepoint) => insertCustomer(savepoint, { ...row, phone: number }))
    return { id: row.id, name, isNew: true }
  } catch (error) {
    if (isDuplicateKey(error)) return undefined
    throw error
  }
}

/** A locking read: the transaction's own view of the table may be older than the winner. */
async function findWinner(trx: Knex.Transaction, { clientId, number }: Who): Promise<FoundCustomer> {
  const row = await trx('customer_phones').where({ client_id: clientId, number }).forShare().first('customer_id')
  if (!row) throw new Error('a customer number was taken and is not there')
  return { id: row.customer_id, isNew: false }
}
