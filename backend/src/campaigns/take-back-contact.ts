import type { Knex } from '@orderline/db'
import { uncountConnected } from './campaign-hours-repository.ts'
import { disconnectAttempt, type DialedAttempt } from './dialing-repository.ts'
import { forgetContact } from './subjects-repository.ts'

export type TakenBack = {
  attempt: DialedAttempt
  attemptId: string
  /** What was talked about, where that is known: the order that was dialled, or that a record names. */
  orderId: string | null
}

/**
 * Nobody of the customer's was talked to after all: the agent was lost within the two seconds, or heard a machine. Neither
 * the order's clock nor the figures keep it. Any number of times.
 */
export async function takeBackContact(
  trx: Knex.Transaction,
  { attempt, attemptId, orderId }: TakenBack,
): Promise<void> {
  const at = await disconnectAttempt(trx, attemptId)
  if (at === null) return
  if (orderId !== null) await forgetContact(trx, orderId, at)
  if (attempt.campaignId !== null) await uncountConnected(trx, { campaignId: attempt.campaignId, at })
}
