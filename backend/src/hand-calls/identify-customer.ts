import type { Database } from '@orderline/db'
import type { IdentifyCustomer } from '../calls/ports.ts'
import type { CustomerService } from '../customers/customer-service.ts'
import { isDialledByHand } from './hand-calls-repository.ts'

export type IdentifyCustomerDeps = { db: Database; customers: Pick<CustomerService, 'find' | 'findOrCreate'> }

/** RS-44: whoever calls us becomes a customer; whom an agent dials by hand does not before somebody says who it is. */
export function createIdentifyCustomer({ db, customers }: IdentifyCustomerDeps): IdentifyCustomer {
  return async ({ attemptId, ...who }) => {
    if (attemptId === null || !(await isDialledByHand(db, attemptId))) return customers.findOrCreate(who)
    const customer = await customers.find(who)
    return customer && { customer, isNew: false }
  }
}
