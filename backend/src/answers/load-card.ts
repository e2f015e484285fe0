import type { Database } from '@orderline/db'
import type { CallCard, CustomerView, OrderView } from '@orderline/domain/contract'
import { presentCustomer } from '../customers/customer-presenter.ts'
import { findCustomer } from '../customers/customer-repository.ts'
import { findOrder, selectOrders, withAttempts } from '../orders/order-repository.ts'
import { findLastContacts } from '../orders/order-timeline.ts'
import type { AnswersService, ContactOfAnswers } from './answers-service.ts'
import { findRecordOfAttempt } from './record-of-attempt.ts'

export type CardParts = Pick<CallCard, 'customer' | 'order' | 'record' | 'lastOrders' | 'lastContacts' | 'answers'>
/** `customer`: as read just now, where it was; else it is read here. `attemptId`: which dial the call is. */
export type CardSubject = ContactOfAnswers & { customer?: CustomerView | null; attemptId: string | null }
export type LoadCard = (contact: CardSubject) => Promise<CardParts>

const mostLastOrders = 5

/** Gathers what storage knows of a contact for the agent's card; all parts are asked for at once. */
export function createLoadCard({ db, answers }: { db: Database; answers: AnswersService }): LoadCard {
  const readCustomer = async (id: string) => {
    const row = await findCustomer(db, id)
    return row ? presentCustomer(row) : null
  }

  return async ({ customer: fresh, attemptId, ...contact }) => {
    const { customerId, orderId, isNewCustomer = false } = contact
    const withHistory = isNewCustomer ? null : customerId
    const customer = fresh ?? (customerId ? readCustomer(customerId) : null)
    const order = orderId ? findOrder(db, orderId).then((found) => found ?? null) : null
    const known = async () => ({ customer: await customer, order: await order })
    const parts = await Promise.all([
      customer,
      order,
      withHistory ? findNewestOrders(db, withHistory) : [],
      withHistory ? findLastContacts(db, withHistory) : [],
      answers.open(contact, known),
      attemptId ? findRecordOfAttempt(db, attemptId) : null,
    ])
    const [foundCustomer, foundOrder, orders, lastContacts, filling, record] = parts
    const lastOrders = orders.filter((one) => one.id !== orderId).slice(0, mostLastOrders)
    return { customer: foundCustomer, order: foundOrder, record, lastOrders, lastContacts, answers: filling }
  }
}

/** One more than is shown: the order that is called about may be among them. */
async function findNewestOrders(db: Database, customerId: string): Promise<OrderView[]> {
  const ofCustomer = selectOrders(db).where('orders.customer_id', customerId)
  return withAttempts(db, await ofCustomer.orderBy('orders.received_at', 'desc').limit(mostLastOrders + 1))
}
