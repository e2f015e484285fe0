import { createInboundCall, type Step } from '@orderline/domain/call'
import type { DidView } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import type { Clock } from '@orderline/runtime/clock'
import { isAppError, toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { Telephony, TelephonyErrorCode, TelephonyEventOf } from '../telephony/port.ts'
import type { CallCards } from './call-cards.ts'
import type { CallRouter } from './call-router.ts'
import type { CallsService } from './calls-service.ts'
import { cardRequest } from './card-request.ts'
import type { ChannelOwners } from './channel-owners.ts'
import type { Journal } from './journal.ts'
import { queueRules } from './queue-rules.ts'

export type Arrival = Omit<TelephonyEventOf<'customerArrived'>, 'type'>
export type ArrivalsDeps = {
  config: Pick<ConfigCache, 'findDid' | 'client' | 'queue'>
  calls: Pick<CallsService, 'create' | 'handle' | 'live'>
  router: CallRouter
  cards: Pick<CallCards, 'prepareNew'>
  owners: ChannelOwners
  telephony: Pick<Telephony, 'hangUp' | 'setVariables'>
  journal: Journal
  /** Whether we called this number (E.164) lately and had nobody for the one who answered. */
  wasAbandoned: (number: string) => Promise<boolean>
  createId: () => string
  now: Clock
  log: Logger
}

/** A customer's call comes in: DID → client and queue → live call → an agent, while the customer is looked up. */
export function createArrivals(deps: ArrivalsDeps) {
  const { config, calls, router, owners, log } = deps

  return async function arrive(arrival: Arrival): Promise<void> {
    const known = owners.callOf(arrival.channelId)
    // The same customer once more, whom Asterisk had taken back: who talked is brought together with the agent again.
    if (known !== undefined) return void (await calls.handle(known, { type: 'foundApart' }))
    const callId = deps.createId()
    const did = findDid(config, arrival.did)
    if (!did) return refuse(deps, callId, arrival)
    owners.expect(arrival.channelId, callId)
    markChannel(deps, callId, arrival.channelId)
    const isFull = countWaiting(calls, did.queueId) >= (config.queue(did.queueId)?.maxWaiting ?? 0)
    const step = compose(deps, { callId, did, arrival })
    const entered = enter(deps, step)
    if (isFull) return void (await entered.then(() => calls.handle(callId, { type: 'queueWasFull' })))
    // Beside the saving: an agent is found and reserved without it, and told to the call when it is saved.
    await Promise.all([router.match(step.call), entered.then(() => wait(deps, callId))])
    log.info({ callId, clientId: did.clientId, pii: { caller: arrival.callerNumber } }, 'customer called')
  }
}

/** Networks write the dialled number with and without the plus. */
function findDid(config: ArrivalsDeps['config'], dialed: string): DidView | undefined {
  return config.findDid(dialed) ?? config.findDid(`+${dialed.replace(/^\+|^00/, '')}`)
}

function compose(
  { config, now }: ArrivalsDeps,
  { callId, did, arrival }: { callId: string; did: DidView; arrival: Arrival },
): Step {
  const client = config.client(did.clientId)
  const queue = config.queue(did.queueId)
  if (!client || !queue) throw new Error('a number without client or queue: the configuration is not whole')
  return createInboundCall(
    {
      id: callId,
      clientId: client.id,
      queue: queueRules(queue),
      customerChannelId: arrival.channelId,
      isCustomerUp: arrival.answered,
      customerNumber: arrival.callerNumber && (parsePhone(arrival.callerNumber, client.country) ?? null),
      callerName: arrival.callerName,
      shopNumber: did.number,
    },
    now(),
  )
}

async function enter({ calls, cards, wasAbandoned }: ArrivalsDeps, step: Step): Promise<void> {
  const { id, customerNumber } = step.call
  cards.prepareNew(cardRequest(step.call))
  // Not before the call is live: a customer who hangs up at once must find it.
  const [, isOwed] = await Promise.all([calls.create(step), customerNumber !== null && wasAbandoned(customerNumber)])
  if (isOwed) await calls.handle(id, { type: 'owedAnAgent' })
}

/** Whoever became free while the call was saved has not seen it. */
async function wait({ router }: ArrivalsDeps, callId: string): Promise<void> {
  const matched = router.match()
  router.noteWait(callId)
  await matched
}

async function refuse({ telephony, journal, now, log }: ArrivalsDeps, callId: string, arrival: Arrival): Promise<void> {
  log.warn({ callId, pii: { dialed: arrival.did, caller: arrival.callerNumber } }, 'call to a number that is no shop')
  const customerNumber = arrival.callerNumber?.slice(0, 20) ?? null
  void journal.write({ type: 'callRefused', callId, at: now(), dialedNumber: arrival.did, customerNumber })
  await telephony.hangUp(arrival.channelId, 'unallocated')
}

/** For reconciliation: a channel with this mark is not a new arrival. Not waited for; the call goes on without it. */
function markChannel(deps: ArrivalsDeps, callId: string, channelId: string): void {
  mark(deps, callId, channelId).catch((error: unknown) => {
    deps.log.debug({ callId, err: toError(error) }, 'channel could not be marked')
  })
}

/** A channel that is gone may have ended before anybody knew whose it was: agents would be rung for nobody. */
async function mark({ telephony, calls }: ArrivalsDeps, callId: string, channelId: string): Promise<void> {
  try {
    await telephony.setVariables(channelId, { ORDERLINE_CALL: callId })
  } catch (error) {
    if (!isAppError<TelephonyErrorCode>(error, 'telephony/not-found')) throw error
    await calls.handle(callId, { type: 'customerHungUp', cause: null })
  }
}

function countWaiting(calls: ArrivalsDeps['calls'], queueId: string): number {
  let waiting = 0
  for (const call of calls.live.values()) if (call.state === 'waiting' && call.queueId === queueId) waiting += 1
  return waiting
}
