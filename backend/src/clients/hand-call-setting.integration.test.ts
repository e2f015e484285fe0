import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, createUser } from '@orderline/db/testing'
import { clientInputSchema } from '@orderline/domain/contract'
import { createAuditService } from '../audit/audit-service.ts'
import { createClientsService } from './clients-service.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

it('RS-45: whether calls by hand make orders is off at first, an administrator’s to set, and in the audit by whom', async () => {
  const { db } = database
  const audit = createAuditService({ db })
  const clients = createClientsService({ db, audit, config: { configChanged: () => Promise.resolve() } })
  const admin = await createUser(db, { role: 'admin' })
  const actor = { userId: admin.id }
  const input = clientInputSchema.parse({ code: 'lamps', name: 'Lamps', country: 'UA', timeZone: 'Europe/Kyiv' })
  const { id, handCallMakesOrder } = await clients.create(input, actor)
  expect(handCallMakesOrder).toBe(false)
  expect(await clients.update(id, { ...input, handCallMakesOrder: true }, { actor })).toMatchObject({
    handCallMakesOrder: true,
  })
  const [entry] = (await audit.list({ limit: 1, offset: 0, subject: 'client', subjectId: id })).items
  expect(entry).toMatchObject({
    userName: admin.name,
    action: 'update',
    details: { before: { handCallMakesOrder: false }, after: { handCallMakesOrder: true } },
  })
})
