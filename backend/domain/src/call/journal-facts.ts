import type { z } from 'zod'
import type { callFactsSchema } from '../contract/index.ts'
import type { CallFacts } from './types.ts'

/** The part of a call that a row of `calls` is made of. */
export function journalFacts(call: CallFacts): z.infer<typeof callFactsSchema> {
  return {
    direction: call.direction,
    clientId: call.clientId,
    queueId: call.queueId,
    customerId: call.customerId,
    orderId: call.orderId,
    attemptId: call.attemptId,
    campaignId: call.campaignId,
    customerNumber: call.customerNumber,
    shopNumber: call.shopNumber,
    startedAt: call.createdAt,
  }
}
