import type { Call } from '@orderline/domain/call'
import type { CardRequest } from './call-cards.ts'

/** What the card of a call is loaded by. */
export function cardRequest(call: Call): CardRequest {
  const { id: callId, customerNumber: number, callerName: name } = call
  const { clientId, customerId, orderId, questionnaireId, attemptId } = call
  return { callId, number, name, clientId, customerId, orderId, questionnaireId, attemptId }
}
