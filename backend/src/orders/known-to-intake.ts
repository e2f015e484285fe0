import type { Knex } from '@orderline/db'
import type { Submission } from './order-intake.ts'
import { selectTogether, statementOf, type Statement } from './run-together.ts'

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
    askFor(db, submissions, lookup).map((query) => ({ name, query })),
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

type Lookup = {
  select: (db: Knex) => Knex.QueryBuilder
  /** With client_id: the key of the table, and an index of it. */
  column: string
  value: (submission: Submission) => string | undefined
}

const lookups = {
  orders: {
    select: (db) => db('orders as t').select('t.client_id', 't.external_id as value', 't.id'),
    column: 't.external_id',
    value: ({ input }) => input.externalId,
  },
  phones: {
    select: (db) =>
      db('customer_phones as t')
        .join('customers', 'customers.id', 't.customer_id')
        .select('t.client_id', 't.number as value', 'customers.id', 'name', 'email', 'external_id'),
    column: 't.number',
    value: ({ phone }) => phone,
  },
  customers: {
    select: (db) =>
      db('customers as t').select('t.client_id', 't.external_id as value', 't.id', 'name', 'email', 'external_id'),
    column: 't.external_id',
    value: ({ input }) => input.customer.externalId,
  },
  answers: {
    select: (db) =>
      db('idempotency_keys as t').select('t.client_id', 't.key as value', 'request_hash', 'status', 'response'),
    column: 't.key',
    value: ({ idempotency }) => idempotency?.key,
  },
} satisfies Record<string, Lookup>

type PairRow = { client_id: string; value: string } & Record<string, unknown>

function askFor(db: Knex, submissions: Submission[], { select, value, column }: Lookup): Statement[] {
  const wanted = groupByClient(submissions, value)
  return wanted.size > 0 ? [statementOf(narrowToPairs(select(db), column, wanted))] : []
}

function narrowToPairs(query: Knex.QueryBuilder, column: string, wanted: Map<string, string[]>): Knex.QueryBuilder {
  for (const [clientId, values] of wanted) {
    void query.orWhere((pair) => void pair.where('t.client_id', clientId).whereIn(column, values))
  }
  return query
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
