import type { EpochMs } from '@orderline/domain/contract'
import type { NextAttempt } from '@orderline/domain/dialing'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import type { AttemptFacts } from './dialing-repository.ts'
import type { EndedAttempt } from './settle-attempt.ts'
import type { LockedSubject } from './subjects-repository.ts'

type Attempted = {
  locked: LockedSubject
  attempts: readonly AttemptFacts[]
  ended: EndedAttempt
  plan: NextAttempt | undefined
}

/** The webhook `order.attempted`: how a dial of the shop's order ended, and when the next one is. */
export function attemptedMessage({ locked, attempts, ended, plan }: Attempted): OutboxMessage {
  const { outcome, cause, endedAt } = ended
  const attempt = attempts.find(({ id }) => id === ended.attemptId)
  const startedAt = attempt ? iso(attempt.startedAt) : null
  return {
    clientId: locked.clientId,
    target: 'shop',
    type: 'order.attempted',
    orderId: locked.orderId,
    data: {
      orderId: locked.orderId,
      externalId: locked.externalId,
      attempt: { number: attempt?.ordinal ?? null, startedAt, endedAt: iso(endedAt), outcome, cause },
      isExhausted: plan !== undefined && 'exhausted' in plan,
      nextAttemptAt: plan && 'at' in plan ? iso(plan.at) : null,
    },
  }
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString()
}
