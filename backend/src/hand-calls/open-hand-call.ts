import type { Knex } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { ClientView, EpochMs, HandCallInput } from '@orderline/domain/contract'
import type { RetryRules } from '@orderline/domain/dialing'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import { promiseWithin } from '../callbacks/promise-within.ts'
import { decideDial } from '../campaigns/decide-dial.ts'
import { lockSubject } from '../campaigns/subjects-repository.ts'
import { findByNumber } from '../customers/customer-repository.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { enterCard } from './enter-card.ts'
import { findUnderWay, insertHandCall, type HandCall } from './hand-calls-repository.ts'

export type Opening = {
  input: HandCallInput
  client: ClientView
  queueId: string
  agentId: string
  /** The agent can be put through at once. */
  isReady: boolean
  rules: RetryRules
  at: EpochMs
}

/**
 * Writes down that an agent wants this number dialled, if every rule of dialling allows it at this moment; answers the
 * id. Asked again for the same number, it is the same call. Errors: `hand-call/under-way`, `hand-call/agent-not-ready`,
 * `hand-call/do-not-call`, `hand-call/not-now`; then nothing was written.
 */
export async function openHandCall(trx: Knex.Transaction, opening: Opening): Promise<string> {
  const { input, agentId, isReady, at } = opening
  // Two requests of one agent come one after the other.
  await trx('users').where({ id: agentId }).forUpdate().first('id')
  const present = await findUnderWay(trx, agentId, at)
  if (present?.number === input.number && present.client_id === input.clientId) return present.id
  if (present) throw new AppError<ErrorCode>('hand-call/under-way', { id: present.id })
  if (!isReady) throw new AppError<ErrorCode>('hand-call/agent-not-ready')
  const call = await writeHandCall(trx, opening)
  await requireAllowed(trx, call, opening)
  await identify(trx, call, opening)
  return call.id
}

/** A promise that is due now, to nobody but this agent: the dialer keeps it as any other. */
async function writeHandCall(trx: Knex.Transaction, { input, queueId, agentId, at }: Opening): Promise<HandCall> {
  const { clientId, number } = input
  const customer = await findByNumber(trx, clientId, number)
  const id = createId()
  const customerId = customer?.id ?? null
  const about = { clientId, queueId, customerId, orderId: null, number, name: customer?.name ?? '', note: '' }
  await promiseWithin(trx, { ...about, id, at, agentId, source: 'hand', createdAt: at })
  const entered = { name: customer?.name ?? '', about: '', order_number: '' }
  const row = { id, client_id: clientId, agent_id: agentId, number, ...entered, created_at: toDate(at) }
  await insertHandCall(trx, row)
  return { ...row, customer_id: customerId, order_id: null }
}

async function requireAllowed(trx: Knex.Transaction, { id, number }: HandCall, { rules, at }: Opening): Promise<void> {
  const locked = await lockSubject(trx, { kind: 'record', id })
  const decision = locked && (await decideDial(trx, { locked, number, mode: 'progressive', now: at, rules }))
  if (!decision || decision.allowed) return
  const code = decision.settles === 'blocked' ? 'hand-call/do-not-call' : 'hand-call/not-now'
  throw new AppError<ErrorCode>(code, { detail: decision.because })
}

/** Dialling alone makes nobody, unless the shop wants it so. */
async function identify(trx: Knex.Transaction, call: HandCall, { input, client, at }: Opening): Promise<void> {
  const isUnknown = call.customer_id === null
  const makesOrder = client.handCallMakesOrder && isUnknown
  if (input.card || makesOrder) await enterCard(trx, { call, card: input.card, makesOrder, at })
}
