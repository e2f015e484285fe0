import { toMs, transaction, type Database, type Knex } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import { promiseWithin } from '../callbacks/promise-within.ts'
import { over } from './finish-campaigns.ts'
import { changeSubject } from './subjects-repository.ts'

export type KeepPromisesDeps = { db: Database; wakeDialer: () => Promise<unknown>; now: Clock }
export type KeepPromises = ReturnType<typeof createKeepPromises>

/** What is under way keeps its promise, or waits again. */
const waiting = ['new', 'retry'] as const
const batch = 500

/**
 * A promise to a customer outlives the campaign in which it was given. What was promised on a line of a list that is over
 * is made as a call of its own, in the queue of that list, as the promise on an order whose campaign is over is made; the
 * line is done and says so. Answers how many.
 */
export function createKeepPromises({ db, wakeDialer, now }: KeepPromisesDeps) {
  return async (): Promise<number> => {
    let kept = 0
    for (const line of await findLeft(db)) {
      if (await transaction(db, (trx) => makeOwn(trx, { ...line, now: now() }))) kept += 1
    }
    if (kept > 0) await wakeDialer()
    return kept
  }
}

type LeftPromise = { id: string; queueId: string }

async function findLeft(db: Database): Promise<LeftPromise[]> {
  return db('dial_records')
    .join('campaigns', 'campaigns.id', 'dial_records.campaign_id')
    .whereIn('campaigns.status', [...over])
    .whereIn('dial_records.status', [...waiting])
    .whereNotNull('dial_records.promised_at')
    .limit(batch)
    .select<LeftPromise[]>('dial_records.id', 'campaigns.queue_id as queueId')
}

/** False when it is being dialled, or was cancelled, meanwhile. */
async function makeOwn(trx: Knex.Transaction, { id, queueId, now }: LeftPromise & { now: number }): Promise<boolean> {
  const line = await trx('dial_records')
    .where({ id })
    .whereIn('status', [...waiting])
    .whereNotNull('promised_at')
    .forUpdate()
    .first()
  if (!line?.promised_at) return false
  const { number, name, client_id: clientId, customer_id: customerId, order_id: orderId } = line
  await changeSubject(trx, {
    subject: { kind: 'record', id },
    from: waiting,
    change: {
      ...{ status: 'skipped', nextAttemptAt: null, isPromiseOver: true, settledAt: now },
      settledBecause: 'the promised call is made without the campaign',
    },
  })
  await promiseWithin(trx, {
    ...{ id: createId(), clientId, queueId, customerId, orderId, number, name, note: line.note ?? '' },
    ...{ at: toMs(line.promised_at), agentId: line.promised_agent_id, source: line.callback_source ?? 'agent' },
    createdAt: now,
  })
  return true
}
