import type { Database } from '@orderline/db'
import type { CustomerDetailView, CustomerPatch, CustomerView, Page } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { maskOrder } from '../orders/order-presenter.ts'
import { listOrders, type PageOf } from '../orders/order-repository.ts'
import { findLastContacts } from '../orders/order-timeline.ts'
import { isSeen, type ClientSight, type ContactAtHand } from '../sight/client-sight.ts'
import { seesWholeNumbers } from './customer-policy.ts'
import { presentCustomer } from './customer-presenter.ts'
import {
  findByNumber,
  findCustomer,
  insertCustomerAtOnce,
  listCustomers,
  newCustomer,
  updateCustomer,
  type CustomerWithPhones,
} from './customer-repository.ts'

export type CustomerService = ReturnType<typeof createCustomerService>
export type CustomerServiceDeps = {
  db: Database
  sight: ClientSight
  atHand: ContactAtHand
  now: () => number
  /** The country whose numbers a person means who searches without a country code. */
  defaultCountry?: string
}

export function createCustomerService(deps: CustomerServiceDeps) {
  const { db, sight, now, defaultCountry = 'UA' } = deps

  /** The row, if this person may see it. */
  async function load(id: string, session: Session): Promise<CustomerWithPhones> {
    const row = await findCustomer(db, id)
    if (!row || !(await maySee(deps, row, session))) throw new AppError<ErrorCode>('customer/not-found', { id })
    return row
  }

  async function present(row: CustomerWithPhones, session: Session): Promise<CustomerDetailView> {
    const masked = !seesWholeNumbers(session)
    const [orders, lastContacts] = await Promise.all([
      listOrders(db, { customerId: row.id }, { limit: 50, offset: 0 }),
      findLastContacts(db, row.id, 50),
    ])
    const view = presentCustomer(row, { masked })
    return {
      ...view,
      createdAt: row.created_at.getTime(),
      lastOrders: masked ? orders.items.map(maskOrder) : orders.items,
      lastContacts,
    }
  }

  return {
    /** The customer who has this number (E.164) at this client. */
    async find({ clientId, number }: { clientId: string; number: string }): Promise<CustomerView | undefined> {
      const known = await findByNumber(db, clientId, number)
      return known && presentCustomer(known)
    },

    /**
     * RS-04, RS-28: the customer who has this number at this client, made now when there is none. Two calls at once
     * make one: the second finds the number taken and takes whom it belongs to.
     */
    async findOrCreate({ clientId, number, name = '' }: { clientId: string; number: string; name?: string }) {
      // Most callers are known, and then nothing is locked.
      const known = await findByNumber(db, clientId, number)
      if (known) return { customer: presentCustomer(known), isNew: false }
      const row = newCustomer({ id: createId(), clientId, name, now: now() })
      // What was written just now needs not be read.
      if (await insertCustomerAtOnce(db, { ...row, phone: number }))
        return { customer: presentCustomer({ ...row, phones: [number] }), isNew: true }
      const winner = await findByNumber(db, clientId, number)
      if (!winner) throw new Error('a customer number was taken and is not there')
      return { customer: presentCustomer(winner), isNew: false }
    },

    /** By name, or by a number in any spelling. */
    async list(
      { search, ...page }: PageOf & { search?: string | undefined },
      session: Session,
    ): Promise<Page<CustomerView>> {
      const number = search && parsePhone(search, defaultCountry)
      const filter = { seenClients: await sight(session), name: search, number: number || undefined }
      const { items, total } = await listCustomers(db, filter, page)
      return { items: items.map((row) => presentCustomer(row, { masked: !seesWholeNumbers(session) })), total }
    },

    /** Errors: `customer/not-found`, also for another shop's. */
    async get(id: string, session: Session): Promise<CustomerDetailView> {
      return present(await load(id, session), session)
    },

    async patch(id: string, patch: CustomerPatch, session: Session): Promise<CustomerDetailView> {
      await load(id, session)
      await updateCustomer(db, id, patch)
      return present(await load(id, session), session)
    },
  }
}

async function maySee(
  { sight, atHand }: CustomerServiceDeps,
  { id, client_id: clientId }: CustomerWithPhones,
  session: Session,
): Promise<boolean> {
  return isSeen(await sight(session), clientId) || atHand(session.userId)?.customerId === id
}
