import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, createTestDatabase, rowsRead } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createRecordsRepository } from './records-repository.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const manyCalls = 500
const everybody = { agentId: null, seenClients: null }

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

it('shows the newest calls without reading more of all others than their number', async () => {
  const { db } = database
  const { id: clientId } = await createClient(db)
  const calls = Array.from({ length: manyCalls }, (_, minute) => ({
    id: createId(),
    direction: 'inbound' as const,
    client_id: clientId,
    status: 'answered' as const,
    customer_number: '+380671112233',
    started_at: new Date(Date.UTC(2026, 0, 15, 8, minute)),
  }))
  await db('calls').insert(calls)
  await db.raw('analyze table calls')
  await db.transaction(async (trx) => {
    const before = await rowsRead(trx)
    // By one connection, so that what it reads can be counted.
    const page = await createRecordsRepository(trx).list({ limit: 5, offset: 10 }, everybody)
    expect(page.total).toBe(manyCalls)
    expect(page.items.map(({ id }) => id)).toEqual(
      calls
        .toReversed()
        .slice(10, 15)
        .map(({ id }) => id),
    )
    expect((await rowsRead(trx)) - before).toBeLessThan(1.5 * manyCalls)
  })
})

it('finds calls by a part of the number, or of the name of their customer', async () => {
  const { db } = database
  const records = createRecordsRepository(db)
  const found = async (search: string) => (await records.list({ limit: 5, offset: 0, search }, everybody)).total
  expect([await found('67111'), await found('67999')]).toEqual([manyCalls, 0])
  expect([await found('(067) 111-22'), await found('0038067 111')]).toEqual([manyCalls, manyCalls])
})
