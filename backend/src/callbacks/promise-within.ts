import type { Knex } from '@orderline/db'
import { insertCallback, type NewCallback } from './callbacks-repository.ts'

/**
 * A promise that follows from something else, a talk or a key that was pressed, in the transaction that writes that down.
 * Its id says whether it is the same one: told twice, it is one promise.
 */
export async function promiseWithin(trx: Knex.Transaction, promise: NewCallback): Promise<void> {
  await insertCallback(trx, promise)
}
