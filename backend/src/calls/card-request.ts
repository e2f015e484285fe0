import type { Call } from '@orderline/domain/call'
import type { CardRequest } from './call-cards.ts'

/** What the card of a call is loaded by. */
export function cardRequest(call: Call): CardRequest {
  const { id: callId, clientId, customerNumber: number, callerName: name, customerId, orderId, questionnaireId } = call
  return { callId, clientId, number, name, customerId, orderId, questionnaireId }
}
