import type { Call, CallFacts } from '@orderline/domain/call'
import type { CallCard, CustomerView, QuestionnairePurpose, WrapUpInput } from '@orderline/domain/contract'

/** What calls need of customers and orders; injected, so that neither part knows the other. */

/**
 * The customer who has this number (E.164) at this client, made when there is none; but a dial by hand makes nobody, and
 * then it is undefined. `attemptId`: which dial the call is, null for who called us. Rejects when storage is away.
 */
export type IdentifyCustomer = (input: {
  clientId: string
  number: string
  name: string
  attemptId: string | null
}) => Promise<{ customer: CustomerView; isNew: boolean } | undefined>

export type CardToLoad = {
  callId: string
  clientId: string
  customerId: string | null
  /** When it was read just now. */
  customer: CustomerView | null
  orderId: string | null
  purpose: QuestionnairePurpose
  /** A campaign's own; null is the client's for this purpose. */
  questionnaireId: string | null
  /** Which dial this call is; null for a customer who called. */
  attemptId: string | null
  /** The call has just begun, in this process: nothing can have been written in it. */
  isNewCall: boolean
  /** The customer was made just now, for this call: there is no history. */
  isNewCustomer: boolean
}
export type LoadedCard = Pick<CallCard, 'customer' | 'order' | 'record' | 'lastOrders' | 'lastContacts' | 'answers'>

/** The stored part of a card; makes the answers row at the first time. Rejects when storage is away. */
export type LoadCard = (input: CardToLoad) => Promise<LoadedCard>

/** A call whose agent has said how it ended. */
export type DisposedCall = {
  call: Pick<CallFacts, 'clientId' | 'queueId' | 'customerId' | 'customerNumber' | 'orderId' | 'attemptId'>
  agentId: string
  wrapUp: WrapUpInput
}

/** What the wrap-up's disposition means for order, list and number. Throws AppError for what the order's state forbids. */
export type ApplyDisposition = (disposed: DisposedCall) => Promise<void>

/**
 * Asked at the moment when a previewed customer is dialled: the rules were asked when the agent got the card, which may
 * be ten minutes ago. A rejection counts as a no.
 */
export type MayStillDial = (call: Call) => Promise<{ allowed: true } | { allowed: false; because: string }>

/** Shows agents what happened; see realtime. */
export type ScreenPublisher = {
  /** Soon, several changes together. */
  show(agentId: string): void
  /** Resolves when the screen has been sent: the card is there before the phone rings. Never rejects. */
  showNow(agentId: string): Promise<void>
}
