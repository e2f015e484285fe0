import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createClient,
  createDid,
  createQuestionnaire,
  createQueue,
  createSkill,
  createTestDatabase,
  createUser,
  type TestDatabase,
} from '@orderline/db/testing'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'
import { testRedisUrl } from '../http/testing.ts'
import { createConfigCache, type ConfigCache } from './config-cache.ts'
import { createConfigPublisher, type ConfigPublisher } from './config-publisher.ts'

const log = createSilentLogger()
let database: TestDatabase
let redis: Redis
let subscriber: Redis
let cache: ConfigCache
let publisher: ConfigPublisher

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => {
  redis = createRedis({ url: testRedisUrl(), name: 'test', log })
  subscriber = createRedis({ url: testRedisUrl(), name: 'test-subscriber', log })
  cache = createConfigCache({ db: database.db, subscriber, log })
  publisher = createConfigPublisher({ redis, log })
})
afterEach(async () => {
  cache.close()
  await closeRedis(subscriber)
  await closeRedis(redis)
})

/** Resolves when the cache has read the configuration and the claim holds. */
function until(claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = cache.onReload(() => {
      if (!claim()) return
      stop()
      resolve()
    })
  })
}

test('CC-09: a dialled number leads to its client and queue', async () => {
  const { db } = database
  const [client, queue] = [await createClient(db, { greeting: 'Welcome' }), await createQueue(db, { priority: 70 })]
  const did = await createDid(db, { client_id: client.id, queue_id: queue.id })
  await cache.load()
  const found = cache.findDid(did.number)
  expect(cache.client(found?.clientId ?? '')).toMatchObject({ code: client.code, greeting: 'Welcome' })
  expect(cache.queue(found?.queueId ?? '')).toMatchObject({ priority: 70 })
  expect(cache.findDid('+10000000000')).toBeUndefined()
})

test('the number of an inactive client leads nowhere', async () => {
  const { db } = database
  const [client, queue] = [await createClient(db, { active: false }), await createQueue(db)]
  const did = await createDid(db, { client_id: client.id, queue_id: queue.id })
  await cache.load()
  expect(cache.findDid(did.number)).toBeUndefined()
})

test('an agent is known with the levels of the skills; one who was dismissed is not known', async () => {
  const { db } = database
  const [agent, dismissed, skill] = [
    await createUser(db),
    await createUser(db, { active: false }),
    await createSkill(db),
  ]
  await db('user_skills').insert({ user_id: agent.id, skill_id: skill.id, level: 4 })
  await cache.load()
  expect(cache.agentProfile(agent.id)).toMatchObject({ login: agent.login, skills: { [skill.id]: 4 } })
  expect(cache.agentProfile(dismissed.id)).toBeUndefined()
})

test('the current version of a questionnaire is known by client and purpose; drafts and former ones are not', async () => {
  const { db } = database
  const [client, other] = [await createClient(db), await createClient(db)]
  const of = { client_id: client.id, purpose: 'order' } as const
  await createQuestionnaire(db, { ...of, status: 'retired' })
  const current = await createQuestionnaire(db, { ...of, version: 2 })
  await createQuestionnaire(db, { ...of, version: 3, status: 'draft' })
  const inbound = await createQuestionnaire(db, { client_id: other.id, purpose: 'inbound' })
  await cache.load()
  expect(cache.publishedQuestionnaireId(client.id, 'order')).toBe(current.id)
  expect(cache.publishedQuestionnaireId(client.id, 'inbound')).toBeUndefined()
  expect(cache.publishedQuestionnaireId(other.id, 'inbound')).toBe(inbound.id)
})

test('no secret is in the cache', async () => {
  await createClient(database.db)
  await cache.load()
  expect(JSON.stringify([cache.clients(), cache.agentProfiles()])).not.toMatch(/whsec|password/)
})

test('a change that is told is in memory at once', async () => {
  await cache.load()
  const client = await createClient(database.db)
  expect(cache.client(client.id)).toBeUndefined()
  const known = until(() => cache.client(client.id) !== undefined)
  await publisher.configChanged()
  await known
  expect(cache.clientByCode(client.code)?.id).toBe(client.id)
})

test('what changed while Redis was away is read when it is back', async () => {
  await cache.load()
  const client = await createClient(database.db)
  const known = until(() => cache.client(client.id) !== undefined)
  subscriber.disconnect(true)
  await known
})

test('while storage is away the last known configuration stays, and loading waits for it', async () => {
  const client = await createClient(database.db)
  await database.db.schema.renameTable('skills', 'skills_away')
  let isLoaded = false
  const loading = cache.load().then(() => (isLoaded = true))
  await expect(cache.reload()).rejects.toThrow('skills')
  expect(isLoaded).toBe(false)
  await database.db.schema.renameTable('skills_away', 'skills')
  await loading
  await database.db.schema.renameTable('skills', 'skills_away')
  await expect(cache.reload()).rejects.toThrow('skills')
  expect(cache.client(client.id)).toBeDefined()
  await database.db.schema.renameTable('skills_away', 'skills')
})
