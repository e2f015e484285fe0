import { transaction, type Database } from '@orderline/db'
import type {
  ClientView,
  HandCallCustomer,
  HandCallInput,
  HandCallView,
  HandCard,
  LiveAgent,
} from '@orderline/domain/contract'
import { hasSkills } from '@orderline/domain/agent'
import type { RetryRules } from '@orderline/domain/dialing'
import { asOneLine, isPaidNumber } from '@orderline/domain/phone'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import type { IdentifiedCustomer } from '../calls/tell-customer.ts'
import { unknownClient } from '../callbacks/check-callback.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { findByNumber } from '../customers/customer-repository.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { invalidRequest } from '../http/validate.ts'
import { isSeen, queuesTo, type ClientSight } from '../sight/client-sight.ts'
import { writeHandTasks } from '../tasks/write-hand-tasks.ts'
import { enterCard } from './enter-card.ts'
import {
  findFirstAttempt,
  findHandCall,
  lockHandCall,
  presentHandCall,
  type HandCall,
} from './hand-calls-repository.ts'
import { openHandCall } from './open-hand-call.ts'

export type HandCallsServiceDeps = {
  db: Database
  config: Pick<ConfigCache, 'client' | 'agentProfile' | 'dids' | 'queue' | 'campaignsOf' | 'clients'>
  sight: ClientSight
  rules: RetryRules
  agentOf: (agentId: string) => LiveAgent | undefined
  /** Tells a call, or its journal when it is over, who its customer is. */
  tellCustomer: (customer: IdentifiedCustomer) => Promise<void>
  wakeDialer: () => Promise<unknown>
  now: Clock
}
export type HandCallsService = ReturnType<typeof createHandCallsService>

/** Numbers that agents dial by hand, in the name of a shop that they serve. */
export function createHandCallsService(deps: HandCallsServiceDeps) {
  const { db, config, sight, rules, now } = deps

  /** The shop, if this agent may call for it; one of others does not exist. */
  async function requireClient(clientId: string, session: Session): Promise<ClientView> {
    const client = config.client(clientId)
    if (!client?.active || !isSeen(await sight(session), clientId)) throw invalidRequest([unknownClient])
    return client
  }

  /** The queue by whose rules it is dialled: the first of the shop that asks for no skill beyond the agent's. */
  function requireQueue(client: ClientView, agentId: string): string {
    const agent = config.agentProfile(agentId)
    const queue = queuesTo(config, client).find(({ requiredSkills }) => agent && hasSkills(agent, requiredSkills))
    if (!queue) throw invalidRequest([unknownClient])
    return queue.id
  }

  async function load(id: string, agentId: string): Promise<HandCallView> {
    return presentHandCall(requireOwn(await findHandCall(db, id), id, agentId))
  }

  return {
    /** Who has this number at this shop. Errors: `request/invalid`. */
    async customer({ clientId, number }: { clientId: string; number: string }, session: Session) {
      const client = await requireClient(clientId, session)
      const known = await findByNumber(db, clientId, number)
      const makesOrder = !known && client.handCallMakesOrder
      return { name: known?.name ?? null, isKnown: known !== undefined, makesOrder } satisfies HandCallCustomer
    },

    /** Dials as soon as the dialer has looked. Errors: `request/invalid`, and those of {@link openHandCall}. */
    async create(asked: HandCallInput, session: Session): Promise<HandCallView> {
      const input = { ...asked, number: asOneLine(asked.number) }
      const client = await requireClient(input.clientId, session)
      if (isPaidNumber(input.number)) throw invalidRequest([paidNumber])
      const agentId = session.userId
      const agent = deps.agentOf(agentId)
      const isReady = agent?.state === 'ready' && agent.roomChannelId !== null
      const opening = { input, client, queueId: requireQueue(client, agentId), agentId, isReady, rules, at: now() }
      const id = await transaction(db, (trx) => openHandCall(trx, opening))
      await deps.wakeDialer()
      return load(id, agentId)
    },

    /** Before the talk, in it or after it: what is left of the call follows. Errors: `hand-call/not-found`. */
    async enterCard(id: string, card: HandCard, session: Session): Promise<HandCallView> {
      const { call, customer, attempt } = await transaction(db, async (trx) => {
        const locked = requireOwn(await lockHandCall(trx, id), id, session.userId)
        const entered = await enterCard(trx, { call: locked, card, makesOrder: false, at: now() })
        const dialled = await findFirstAttempt(trx, id)
        if (dialled) await writeHandTasks(trx, [dialled.id])
        return { ...entered, attempt: dialled }
      })
      // A card is saved several times, and the call is told once: until its record says it.
      if (attempt && attempt.customer_id !== customer.id) {
        await deps.tellCustomer({ callId: attempt.call_id, customerId: customer.id, isNew: customer.isNew })
      }
      return presentHandCall(call)
    },
  }
}

const paidNumber = { pointer: '/number', code: 'paid-number', detail: 'calls to this number cost more than the line' }

/** Another agent's call does not exist. */
function requireOwn(call: HandCall | undefined, id: string, agentId: string): HandCall {
  if (call?.agent_id === agentId) return call
  throw new AppError<ErrorCode>('hand-call/not-found', { id })
}
