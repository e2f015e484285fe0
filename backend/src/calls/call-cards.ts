import type { CallCard, CustomerView } from '@orderline/domain/contract'
import type { CallEvent } from '@orderline/domain/call'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { IdentifyCustomer, LoadCard } from './ports.ts'

export type CardRequest = {
  callId: string
  clientId: string
  /** E.164. */
  number: string | null
  name: string | null
  customerId: string | null
  orderId: string | null
  questionnaireId: string | null
  attemptId: string | null
}
export type CallCardsDeps = {
  identifyCustomer: IdentifyCustomer
  loadCard: LoadCard
  deliveryRules: (clientId: string) => string
  /** The lookup's answer goes into the call; not waited for. */
  tell: (callId: string, event: CallEvent) => void
  /** A card that came too late for the ring is there now. */
  onLate: (callId: string) => void
  log: Logger
  /** How long a ring waits for storage. */
  patienceMs?: number
}
export type CallCards = ReturnType<typeof createCallCards>

type Known = {
  request: CardRequest
  card: CallCard
  loading: Promise<void>
  deadline: Promise<void>
  /** Who of those that serve the call has it on screen; undefined until somebody has. */
  shownTo: Set<string> | undefined
}

/** An agent's screen, and the agents who serve the call at this moment. */
export type Viewer = { agentId: string; servedBy: string[] }

/**
 * Cards of the calls that this process has to do with. Looking up the customer runs beside the call, which waits for
 * it only until the patience is over; then the card is shown as stale, and shown again when storage has answered.
 */
export function createCallCards(deps: CallCardsDeps) {
  const known = new Map<string, Known>()

  function prepare(request: CardRequest, isNewCall = false): Known {
    const earlier = known.get(request.callId)
    // What was known stays on screen until storage has answered: it may be away.
    const card = earlier ? { ...earlier.card } : emptyCard(request.callId, deps.deliveryRules(request.clientId))
    const deadline = delay(deps.patienceMs ?? 150)
    const entry: Known = { request, card, loading: Promise.resolve(), deadline, shownTo: earlier?.shownTo }
    known.set(request.callId, entry)
    entry.loading = fill(deps, entry, isNewCall)
    return entry
  }

  function entryFor(request: CardRequest, { agentId, servedBy }: Viewer): Known {
    const entry = known.get(request.callId) ?? prepare(request)
    const still = new Set([...(entry.shownTo ?? [])].filter((id) => servedBy.includes(id)))
    if (!servedBy.includes(agentId)) {
      if (entry.shownTo) entry.shownTo = still
      return entry
    }
    const current = entry.shownTo && !still.has(agentId) ? prepare(request) : entry
    current.shownTo = still.add(agentId)
    return current
  }

  return {
    /** Begins to look up; a second request for the same call begins anew, with fresh data. */
    prepare: (request: CardRequest): void => void prepare(request),

    /** The same for a call that has begun just now, in this process; what cannot be there yet is not looked up. */
    prepareNew: (request: CardRequest): void => void prepare(request, true),

    /**
     * The card as known when storage has answered or the patience is over. An agent to whom the call comes from
     * another one gets it as it is now, with what the other has written.
     */
    async show(request: CardRequest, viewer: Viewer): Promise<CallCard> {
      const entry = entryFor(request, viewer)
      await Promise.race([entry.loading, entry.deadline])
      return entry.card
    },

    /** Reads it again from storage, for a screen that comes back; as patient as a ring. */
    async reload(request: CardRequest): Promise<CallCard> {
      const entry = prepare(request)
      await Promise.race([entry.loading, entry.deadline])
      return entry.card
    },

    forget: (callId: string): void => void known.delete(callId),
  }
}

async function fill(deps: CallCardsDeps, entry: Known, isNewCall: boolean): Promise<void> {
  const { request } = entry
  let isLate = false
  void entry.deadline.then(() => (isLate = true))
  try {
    const found = await identify(deps, request)
    const customerId = found?.customer.id ?? request.customerId
    const purpose = request.orderId === null ? 'inbound' : 'order'
    const { callId, clientId, orderId, questionnaireId, attemptId } = request
    const known = found?.customer ?? null
    const whose = { callId, clientId, customerId, customer: known, orderId, attemptId, isNewCall }
    const isNewCustomer = found?.isNew ?? false
    const loaded = await deps.loadCard({ ...whose, purpose, questionnaireId, isNewCustomer })
    const customer = loaded.customer ?? known
    Object.assign(entry.card, loaded, { customer, isNewCustomer, isStale: false })
    if (isLate) deps.onLate(callId)
  } catch (error) {
    deps.log.warn({ callId: request.callId, err: toError(error) }, 'card could not be loaded')
  }
}

async function identify(
  { identifyCustomer, tell }: CallCardsDeps,
  { callId, clientId, number, name, customerId, attemptId }: CardRequest,
): Promise<{ customer: CustomerView; isNew: boolean } | undefined> {
  if (customerId !== null || number === null) return undefined
  const found = await identifyCustomer({ clientId, number, name: name ?? '', attemptId })
  if (!found) return undefined
  tell(callId, { type: 'customerIdentified', customerId: found.customer.id, isNew: found.isNew })
  return found
}

function emptyCard(callId: string, deliveryRules: string): CallCard {
  const nothing = { customer: null, order: null, lastOrders: [], lastContacts: [], answers: null }
  return { callId, isNewCustomer: false, isStale: true, deliveryRules, ...nothing }
}

/** Unreferenced: a process that ends does not wait for it. */
function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
