import type { Clock } from '@orderline/runtime/clock'
import type { CallsService } from './calls-service.ts'
import type { Journal } from './journal.ts'

export type TellCustomerDeps = { calls: Pick<CallsService, 'handle' | 'get'>; journal: Journal; now: Clock }

/** `isNew`: was made of what the person said. */
export type IdentifiedCustomer = { callId: string; customerId: string; isNew: boolean }

/** A person has said who the customer of a call is: the call learns it, or, when it is over, its journal alone. */
export function createTellCustomer({ calls, journal, now }: TellCustomerDeps) {
  return async ({ callId, ...customer }: IdentifiedCustomer): Promise<void> => {
    if (await calls.handle(callId, { type: 'customerIdentified', ...customer })) return
    if (calls.get(callId)?.customerId === customer.customerId) return
    await journal.write({ type: 'customerIdentified', callId, at: now(), ...customer })
  }
}
