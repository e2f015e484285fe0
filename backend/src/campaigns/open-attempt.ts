import type { Knex } from '@orderline/db'
import { isDuplicateKey, transaction, type Database } from '@orderline/db'
import type { DialOrder, EpochMs, OrderStatus } from '@orderline/domain/contract'
import { attemptsOfDay, customerTimeZone, mayDial, type DialDecision, type RetryRules } from '@orderline/domain/dialing'
import {
  changeOrder,
  deleteOpenAttempt,
  findAttempts,
  findAttemptsOfNumber,
  findClientTimeZone,
  insertAttempt,
  lockOrder,
  type LockedOrder,
} from './dialing-repository.ts'

export type OpenedAttempt =
  | { kind: 'opened'; previousStatus: OrderStatus }
  | { kind: 'refused'; because: string; notBefore: EpochMs | null }
  /** The attempt, or another one of this order, is under way or done: somebody was here before. */
  | { kind: 'repeated' }

export type OpenAttemptDeps = { db: Database; rules: RetryRules }
type Moment = { order: DialOrder; now: EpochMs }

const twoDaysMs = 48 * 3_600_000

/**
 * Asks once more whether the order may be dialled, now that it is locked, and writes the attempt before the network
 * hears of it. The database refuses a second open attempt of an order by its unique key.
 */
export async function openAttempt({ db, rules }: OpenAttemptDeps, { order, now }: Moment): Promise<OpenedAttempt> {
  try {
    return await transaction(db, async (trx): Promise<OpenedAttempt> => {
      const locked = await lockOrder(trx, order.subject.id)
      if (!locked) return { kind: 'refused', because: 'the order is gone', notBefore: null }
      const attempts = await findAttempts(trx, order.subject.id)
      if (attempts.some(({ id }) => id === order.attemptId)) return { kind: 'repeated' }
      const decision = await decide(trx, locked, { order, now, rules })
      if (!decision.allowed) return { kind: 'refused', because: decision.because, notBefore: decision.notBefore }
      const because = [
        ...decision.because,
        ...order.allowedBecause.filter((reason) => reason.startsWith('progressive')),
      ]
      await insertAttempt(trx, { order, ordinal: (attempts.at(-1)?.ordinal ?? 0) + 1, because, at: now })
      await changeOrder(trx, { orderId: order.subject.id, from: [locked.status], change: { status: 'dialing' } })
      return { kind: 'opened', previousStatus: locked.status }
    })
  } catch (error) {
    if (isDuplicateKey(error)) return { kind: 'repeated' }
    throw error
  }
}

/** Undoes {@link openAttempt} for an attempt that has not reached the network: nothing is charged, nothing is told. */
export async function withdrawAttempt(db: Database, order: DialOrder, previousStatus: OrderStatus): Promise<void> {
  await transaction(db, async (trx) => {
    if (!(await lockOrder(trx, order.subject.id))) return
    if (!(await deleteOpenAttempt(trx, order.attemptId))) return
    await changeOrder(trx, { orderId: order.subject.id, from: ['dialing'], change: { status: previousStatus } })
  })
}

type Question = Moment & { rules: RetryRules }

async function decide(trx: Knex.Transaction, locked: LockedOrder, question: Question): Promise<DialDecision> {
  const { order, now, rules } = question
  const clientZone = await findClientTimeZone(trx, locked.clientId)
  if (clientZone === undefined) return { allowed: false, because: 'the client is not active', notBefore: null }
  const { customerId } = locked
  const timeZone = customerTimeZone(order.number, clientZone)
  const ofNumber = await findAttemptsOfNumber(trx, { customerId, number: order.number, since: now - twoDaysMs })
  const today = attemptsOfDay(ofNumber, { now, timeZone, rules })
  return mayDial({ ...locked, attemptsOfDay: today, now, timeZone, rules })
}
