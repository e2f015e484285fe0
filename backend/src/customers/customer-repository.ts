import { insertRows, isDuplicateKey, toDate, writeTogether, type CustomerRow, type Knex } from '@orderline/db'
import type { CustomerPatch } from '@orderline/domain/contract'
import { escapeLike } from '../administration/paging.ts'
import { countRows, type PageOf } from '../orders/order-repository.ts'
import { narrowToSeen, type SeenClients } from '../sight/client-sight.ts'

export type CustomerWithPhones = CustomerRow & { phones: string[] }

export async function findCustomer(db: Knex, id: string): Promise<CustomerWithPhones | undefined> {
  return (await withPhones(db, await db('customers').where({ id })))[0]
}

/** The customer who has this number (E.164) at this client: asked for each call, so in one round trip. */
export async function findByNumber(
  db: Knex,
  clientId: string,
  number: string,
): Promise<CustomerWithPhones | undefined> {
  const rows = await db('customer_phones as dialled')
    .join('customers', 'customers.id', 'dialled.customer_id')
    .join('customer_phones as own', 'own.customer_id', 'customers.id')
    .where({ 'dialled.client_id': clientId, 'dialled.number': number })
    .orderBy('own.number')
    .select<(CustomerRow & { phone: string })[]>('customers.*', 'own.number as phone')
  const [first] = rows
  if (!first) return undefined
  const { phone: _, ...row } = first
  return { ...row, phones: rows.map(({ phone }) => phone) }
}

/** Fails with a duplicate key when the number belongs to somebody already. */
export async function insertCustomer(trx: Knex, { phone, ...row }: CustomerRow & { phone: string }): Promise<void> {
  await trx('customers').insert(row)
  await trx('customer_phones').insert({ client_id: row.client_id, number: phone, customer_id: row.id })
}

/** As {@link insertCustomer}, alone and in one round trip. Answers false, and has written none, when the number was taken. */
export async function insertCustomerAtOnce(db: Knex, { phone, ...row }: CustomerRow & { phone: string }) {
  const phoneRow = { client_id: row.client_id, number: phone, customer_id: row.id }
  try {
    await writeTogether(db, [...insertRows('customers', [row]), ...insertRows('customer_phones', [phoneRow])])
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

export async function updateCustomer(db: Knex, id: string, patch: CustomerPatch): Promise<void> {
  // Fields that are left out are absent, not undefined.
  if (Object.keys(patch).length > 0)
    await db('customers')
      .where({ id })
      .update(patch as Partial<CustomerRow>)
}

export type CustomerFilter = { seenClients: SeenClients; name?: string | undefined; number?: string | undefined }

/** By name, of these shops. A filter with a number finds whose number it is. */
export async function listCustomers(db: Knex, filter: CustomerFilter, { limit, offset }: PageOf) {
  const [rows, total] = await Promise.all([
    db('customers').modify(narrow, filter).orderBy(['name', 'id']).limit(limit).offset(offset).select<CustomerRow[]>(),
    countRows(db('customers').modify(narrow, filter)),
  ])
  return { items: await withPhones(db, rows), total }
}

function narrow(query: Knex.QueryBuilder, { seenClients, name, number }: CustomerFilter): void {
  narrowToSeen(query, 'client_id', seenClients)
  if (number)
    void query.whereIn('id', (phones) => void phones.from('customer_phones').where({ number }).select('customer_id'))
  else if (name) void query.where('name', 'like', `%${escapeLike(name)}%`)
}

async function withPhones(db: Knex, rows: CustomerRow[]): Promise<CustomerWithPhones[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const phones = await db('customer_phones').whereIn('customer_id', ids).orderBy('number')
  return rows.map((row) => ({
    ...row,
    phones: phones.filter((phone) => phone.customer_id === row.id).map((phone) => phone.number),
  }))
}

export function newCustomer({
  id,
  clientId,
  name,
  now,
}: {
  id: string
  clientId: string
  name: string
  now: number
}): CustomerRow {
  const unknown = { external_id: null, email: null, city: null, region: null, address: null, note: null }
  return { id, client_id: clientId, name, ...unknown, created_at: toDate(now) }
}
