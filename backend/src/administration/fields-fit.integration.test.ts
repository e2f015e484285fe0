import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import {
  apiKeyInputSchema,
  callbackInputSchema,
  clientInputSchema,
  customerPatchSchema,
  didInputSchema,
  doNotCallInputSchema,
  handCardSchema,
  noteInputSchema,
  orderInputSchema,
  queueInputSchema,
  questionnaireInputSchema,
  skillInputSchema,
  userInputSchema,
  wrapUpInputSchema,
} from '@orderline/domain/contract'
import { shopEntrySchema } from '../do-not-call/do-not-call-query.ts'
import { cancelInputSchema } from '../public-api/schemas.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Fields that are named otherwise than their columns; null: another table or a document has them. */
type Names = Record<string, string | null>

const customerOfOrder = orderInputSchema.shape.customer
const told: [table: string, schema: z.ZodObject, names?: Names][] = [
  ['skills', skillInputSchema],
  ['queues', queueInputSchema],
  ['clients', clientInputSchema],
  ['api_keys', apiKeyInputSchema],
  ['users', userInputSchema, { password: null }],
  ['dids', didInputSchema],
  ['questionnaires', questionnaireInputSchema],
  ['customers', customerPatchSchema],
  ['customers', customerOfOrder, { phone: null }],
  ['orders', orderInputSchema, { number: 'number' }],
  ['orders', cancelInputSchema, { reason: 'cancel_reason' }],
  ['order_events', noteInputSchema],
  ['order_events', cancelInputSchema, { reason: 'text' }],
  ['dial_records', callbackInputSchema],
  ['hand_calls', handCardSchema],
  ['dial_records', handCardSchema, { about: 'note', orderNumber: null }],
  ['do_not_call', doNotCallInputSchema],
  ['do_not_call', shopEntrySchema, { phone: null }],
  ['calls', wrapUpInputSchema, { cancelReason: null }],
  ['orders', wrapUpInputSchema, { note: null }],
  ['dial_records', wrapUpInputSchema, { cancelReason: null }],
]

it.each(told)('a text that %s takes is never longer than its column', async (table, schema, names = {}) => {
  const widths = await findWidths(table)
  const longest = Object.entries(lengthsOf(schema)).filter(([field]) => names[field] !== null)
  expect(longest.length).toBeGreaterThan(0)
  for (const [field, length] of longest) {
    const column = names[field] ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    expect(widths.get(column), `${table}.${column}`).toBeGreaterThanOrEqual(length)
  }
})

/** How many characters each text of a body may have. */
function lengthsOf(schema: z.ZodObject): Record<string, number> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const lengths = Object.entries(properties).flatMap(([field, one]) => {
    const length = lengthOf(one as Text)
    return length === undefined ? [] : [[field, length] as const]
  })
  return Object.fromEntries(lengths)
}

type Text = { maxLength?: number; anyOf?: Text[] }

function lengthOf({ maxLength, anyOf = [] }: Text): number | undefined {
  return maxLength ?? anyOf.map(lengthOf).find((length) => length !== undefined)
}

/** How many characters the columns of a table take. */
async function findWidths(table: string): Promise<Map<string, number>> {
  const rows = await database
    .db('information_schema.columns')
    .whereRaw('table_schema = database()')
    .where('table_name', table)
    .whereNotNull('character_maximum_length')
    .select<{ name: string; width: number }[]>('column_name as name', 'character_maximum_length as width')
  return new Map(rows.map(({ name, width }) => [name, Number(width)]))
}
