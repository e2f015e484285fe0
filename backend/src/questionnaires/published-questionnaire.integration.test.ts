import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createClient, createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'
import { createConfigCache } from '../config-cache/config-cache.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import { testRedisUrl } from '../http/testing.ts'
import { createQuestionnaireService } from './questionnaire-service.ts'

const log = createSilentLogger()
let database: TestDatabase
let redis: Redis
let closing: (() => Promise<void>)[]

beforeEach(async () => {
  database = await createTestDatabase()
  redis = createRedis({ url: testRedisUrl(), name: 'test', log })
  closing = [() => closeRedis(redis), () => database.close()]
})
afterEach(async () => {
  for (const close of closing) await close()
})

/** The questionnaires as one backend knows them, with a configuration of its own. */
async function startBackend() {
  const subscriber = createRedis({ url: testRedisUrl(), name: 'test-subscriber', log })
  const cache = createConfigCache({ db: database.db, subscriber, log })
  closing.unshift(async () => {
    cache.close()
    await closeRedis(subscriber)
  })
  await cache.load()
  const { configChanged } = createConfigPublisher({ redis, log })
  const { publishedQuestionnaireId } = cache
  const config = { configChanged, publishedQuestionnaireId }
  return createQuestionnaireService({ db: database.db, config, now: Date.now })
}

it('reaches the next card in every backend once it is published, and no card asks storage for it again', async () => {
  const client = await createClient(database.db)
  const backends = [await startBackend(), await startBackend()] as const
  const publish = async (title: string) => {
    const model = { elements: [{ type: 'text', name: 'city' }] }
    const { id } = await backends[0].create({ clientId: client.id, purpose: 'inbound', title, model })
    await backends[0].publish(id)
  }
  const titles = () =>
    Promise.all(backends.map(async (backend) => (await backend.loadPublished(client.id, 'inbound'))?.view.title))
  expect(await titles()).toEqual([undefined, undefined])
  for (const title of ['First', 'Second']) {
    await publish(title)
    await vi.waitFor(async () => expect(await titles()).toEqual([title, title]), { timeout: 5_000 })
  }
  const asked: string[] = []
  database.db.on('query', ({ sql }: { sql: string }) => void asked.push(sql))
  expect(await titles()).toEqual(['Second', 'Second'])
  expect(asked).toEqual([])
})
