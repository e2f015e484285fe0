import type { Knex } from 'knex'
import type { Submission } from './order-intake.ts'

export type KnownCustomer = { id: string; name: string; email: string | null; externalId: string | null }
export type KnownAnswer = { hash: string; status: number; response: unknown }

/** What the database knows of a batch of submissions, by keys of {@link keyOf}. */
export type Known = {
  /** (client, external id) → order id */
  orders: Map<string, string>
  /** (client, number) → customer */
  byPhone: Map<string, KnownCustomer>
  /** (client, the shop's customer id) → customer */
  byExternalId: Map<string, KnownCustomer>
  /** (client, Idempotency-Key) → what was answered */
  answers: Map<string, KnownAnswer>
}

export function keyOf(clientId: string, value: string): string {
  return `${clientId} ${value}`
}

/** At most four queries at once, however many submissions there are. */
export async function findKnown(db: Knex, submissions: Submission[]): Promise<Known> {
  const wanted = (pick: (submission: Submission) => string | undefined) => groupByClient(submissions, pick)
  const [orders, phones, customers, answers] = await Promise.all([
    findPairs(db('orders').select('client_id', 'external_id as value', 'id'), 'external_id', wanted(externalIdOf)),
    findPairs(
      db('customer_phones')
        .join('customers', 'customers.id', 'customer_phones.customer_id')
        .select('customer_phones.client_id', 'number as value', 'customers.id', 'name', 'email', 'external_id'),
      'number',
      wanted((submission) => submission.phone),
      'customer_phones.',
    ),
    findPairs(
      db('customers').select('client_id', 'external_id as value', 'id', 'name', 'email', 'external_id'),
      'external_id',
      wanted((submission) => submission.input.customer.externalId),
    ),
    findPairs(
      db('idempotency_keys').select('client_id', 'key as value', 'request_hash', 'status', 'response'),
      'key',
      wanted((submission) => submission.idempotency?.key),
    ),
  ])
  return {
    orders: mapRows(orders, (row) => row['id'] as string),
    byPhone: mapRows(phones, toCustomer),
    byExternalId: mapRows(customers, toCustomer),
    answers: mapRows(answers, toAnswer),
  }
}

const externalIdOf = (submission: Submission): string => submission.input.externalId

type PairRow = { client_id: string; value: string } & Record<string, unknown>

/** Rows of (client_id, column) pairs, by the index on both; no query when nothing is wanted. */
async function findPairs(
  query: Knex.QueryBuilder,
  ...[column, wanted, table = '']: [column: string, wanted: Map<string, string[]>, table?: string]
): Promise<PairRow[]> {
  if (wanted.size === 0) return []
  for (const [clientId, values] of wanted) {
    void query.orWhere((pair) => void pair.where(`${table}client_id`, clientId).whereIn(column, values))
  }
  return (await query) as PairRow[]
}

function groupByClient(
  submissions: Submission[],
  pick: (submission: Submission) => string | undefined,
): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const submission of submissions) {
    const value = pick(submission)
    if (value !== undefined) groups.set(submission.clientId, [...(groups.get(submission.clientId) ?? []), value])
  }
  return groups
}

function mapRows<T>(rows: PairRow[], toValue: (row: PairRow) => T): Map<string, T> {
  return new Map(rows.map((row) => [keyOf(row.client_id, row.value), toValue(row)]))
}

function toCustomer(row: PairRow): KnownCustomer {
  const { id, name, email, external_id: externalId } = row
  // The columns are those that were selected above.
  return { id, name, email, externalId } as KnownCustomer
}

function toAnswer(row: PairRow): KnownAnswer {
  return { hash: String(row['request_hash']), status: Number(row['status']), response: row['response'] }
}
