import { selectTogether, type Knex, type Statement } from '@orderline/db'
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

/** One round trip, however many submissions there are. */
export async function findKnown(db: Knex, submissions: Submission[]): Promise<Known> {
  const questions = Object.entries(lookups).flatMap(([name, lookup]) =>
    askFor(submissions, lookup).map((query) => ({ name, query })),
  )
  const results = await selectTogether(
    db,
    questions.map(({ query }) => query),
  )
  const rowsOf = (name: keyof typeof lookups) =>
    // Each lookup selects client_id and value.
    (results[questions.findIndex((question) => question.name === name)] ?? []) as PairRow[]
  return {
    orders: mapRows(rowsOf('orders'), (row) => row['id'] as string),
    byPhone: mapRows(rowsOf('phones'), toCustomer),
    byExternalId: mapRows(rowsOf('customers'), toCustomer),
    answers: mapRows(rowsOf('answers'), toAnswer),
  }
}

/** Written by hand, as `insertRows`: building them by knex took longer than reading an order. */
type Lookup = {
  /** Selects `client_id`, `value` and what is to be known, of table `t`. */
  select: string
  /** With client_id: the key of the table, and an index of it. */
  column: string
  value: (submission: Submission) => string | undefined
}

const lookups = {
  orders: {
    select: 'SELECT t.client_id, t.external_id AS value, t.id FROM orders t',
    column: 't.external_id',
    value: ({ input }) => input.externalId,
  },
  phones: {
    select: `SELECT t.client_id, t.number AS value, customers.id, name, email, external_id
      FROM customer_phones t JOIN customers ON customers.id = t.customer_id`,
    column: 't.number',
    value: ({ phone }) => phone,
  },
  customers: {
    select: 'SELECT t.client_id, t.external_id AS value, t.id, name, email, external_id FROM customers t',
    column: 't.external_id',
    value: ({ input }) => input.customer.externalId,
  },
  answers: {
    select: 'SELECT t.client_id, t.`key` AS value, request_hash, status, response FROM idempotency_keys t',
    column: 't.`key`',
    value: ({ idempotency }) => idempotency?.key,
  },
} satisfies Record<string, Lookup>

type PairRow = { client_id: string; value: string } & Record<string, unknown>

function askFor(submissions: Submission[], { select, value, column }: Lookup): Statement[] {
  const wanted = [...groupByClient(submissions, value)]
  if (wanted.length === 0) return []
  const pairs = wanted.map(([, values]) => `t.client_id = ? AND ${column} IN (${values.map(() => '?').join(',')})`)
  return [{ sql: `${select} WHERE ${pairs.join(' OR ')}`, bindings: wanted.flat(2) }]
}

function groupByClient(
  submissions: Submission[],
  pick: (submission: Submission) => string | undefined,
): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const submission of submissions) {
    const value = pick(submission)
    if (value === undefined) continue
    const values = groups.get(submission.clientId)
    if (values) values.push(value)
    else groups.set(submission.clientId, [value])
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
