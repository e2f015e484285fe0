import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Notice, OrderClockBoard, TaskPage } from '@orderline/domain/contract'
import type { AttemptRow, OrderRow } from '@orderline/db'
import { createClient, createCustomer, createOrder, createTestDatabase, createUser } from '@orderline/db/testing'
import type { TestDatabase } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createConfigCache } from '../config-cache/config-cache.ts'
import { createHttpTestBed, type HttpTestBed } from '../http/testing.ts'
import { createRaiseTasks } from '../tasks/raise-tasks.ts'
import { createTasksRepository } from '../tasks/tasks-repository.ts'
import { createTasksRoutes } from '../tasks/tasks-routes.ts'
import { createTasksService } from '../tasks/tasks-service.ts'
import { createOrderClockRepository } from './order-clock-repository.ts'
import { createOrderClockRoutes } from './order-clock-routes.ts'
import { createOrderClockService } from './order-clock-service.ts'
import { createWatchPromise } from './watch-promise.ts'

const minute = 60_000
/** Monday, 14:00 in Kyiv. */
const noon = Date.UTC(2026, 2, 2, 12)
const hours = { fromMinute: 8 * 60, untilMinute: 21 * 60 }

let database: TestDatabase
let bed: HttpTestBed
let config: ReturnType<typeof createConfigCache>
let parts: ReturnType<typeof createParts>
let at = noon
const told: { room: string; notice: Notice }[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  bed = createHttpTestBed({ db: database.db })
  const subscriber = bed.redis.duplicate({ lazyConnect: true })
  config = createConfigCache({ db: database.db, subscriber, log: bed.log })
  parts = createParts()
  await bed.start([
    createOrderClockRoutes({ guards: bed.guards, ...parts }),
    createTasksRoutes({ guards: bed.guards, ...parts }),
  ])
})
afterAll(async () => {
  config.close()
  await bed.close()
  await database.close()
})
afterEach(async () => {
  at = noon
  told.length = 0
  await database.db('tasks').delete()
  await database.db('orders').delete()
})

function createParts() {
  const now = () => at
  const { db } = database
  const orderClock = createOrderClockService({ orders: createOrderClockRepository({ db }), config, hours, now })
  const tasks = createTasksService({ tasks: createTasksRepository({ db }), now })
  const notify = (room: string, notice: Notice) => void told.push({ room, notice })
  const raiseTasks = createRaiseTasks({ tasks, config, notify, now })
  return { orderClock, tasks, watchPromise: createWatchPromise({ orderClock, tasks, raiseTasks, now }) }
}

async function createShop() {
  const client = await createClient(database.db, { time_zone: 'Europe/Kyiv' })
  const customer = await createCustomer(database.db, { client_id: client.id })
  await config.reload()
  /** Received so many minutes before the clock of the test began. */
  const order = (minutesAgo: number, over: Partial<OrderRow> = {}) =>
    createOrder(database.db, {
      ...{ client_id: client.id, customer_id: customer.id, received_at: new Date(noon - minutesAgo * minute) },
      ...over,
    })
  return { client, order }
}

const ago = (minutes: number) => new Date(noon - minutes * minute)

async function addAttempt(order: OrderRow, over: Partial<AttemptRow>): Promise<void> {
  await database.db('attempts').insert({
    ...{ id: createId(), order_id: order.id, call_id: createId(), number: order.phone, ordinal: 1 },
    ...{ allowed_because: '[]', mode: 'progressive', started_at: order.received_at, ended_at: order.received_at },
    ...over,
  } as never)
}

async function board(headers: Record<string, string>, more = ''): Promise<OrderClockBoard> {
  const day = `from=${noon - 10 * 60 * minute}&until=${noon + 60 * minute}`
  const answer = await bed.ask<OrderClockBoard>(`/api/order-clock?${day}${more}`, { headers })
  expect(answer.status).toBe(200)
  return answer.body
}

const supervisor = async () => bed.as(await createUser(database.db, { role: 'supervisor' }))

describe('the board of 15 minutes', () => {
  it('CC-48: counts each shop and the centre, with the customers who were away left out', async () => {
    const [one, other] = [await createShop(), await createShop()]
    await one.order(60, { status: 'confirmed', handed_over_at: ago(56) })
    await one.order(60, { status: 'confirmed', handed_over_at: ago(20) })
    await other.order(60, { status: 'confirmed', handed_over_at: ago(50) })
    const away = await other.order(60, { status: 'retry', first_dial_at: ago(59) })
    await addAttempt(away, { outcome: 'no-answer', ended_at: ago(58) })
    const spoiled = await other.order(60, { status: 'retry', first_dial_at: ago(59) })
    await addAttempt(spoiled, { outcome: 'congestion', ended_at: ago(58) })
    const { centre, shops } = await board(await supervisor())
    expect(centre).toMatchObject({ orders: 5, kept: 2, late: 1, missed: 1, share: 0.5, excluded: { unreachable: 1 } })
    expect(centre).toMatchObject({ p50Ms: 10 * minute, p95Ms: 40 * minute })
    const shareOf = (id: string) => shops.find(({ clientId }) => clientId === id)?.figures.share
    expect([shareOf(one.client.id), shareOf(other.client.id)]).toEqual([0.5, 0.5])
  })

  it('CC-35: tells for each shop how long orders take to logistics, and from there to the customer', async () => {
    const [one, other] = [await createShop(), await createShop()]
    const taken = { status: 'confirmed', handed_over_at: ago(295) } as const
    await one.order(300, { ...taken, delivered_at: ago(235) })
    await one.order(300, { ...taken, delivered_at: ago(175) })
    await one.order(300, taken)
    await other.order(300, taken)
    const { shops } = await board(await supervisor())
    const figuresOf = (id: string) => shops.find(({ clientId }) => clientId === id)?.figures
    const delivery = { delivered: 2, deliveryP50Ms: 60 * minute, deliveryP95Ms: 120 * minute }
    expect(figuresOf(one.client.id)).toMatchObject({ p50Ms: 5 * minute, ...delivery })
    expect(figuresOf(other.client.id)).toMatchObject({ delivered: 0, deliveryP50Ms: null, deliveryP95Ms: null })
  })

  it('names the orders that will miss it, the nearest first, with the reason', async () => {
    const { client, order } = await createShop()
    await order(2)
    const waits = await order(8)
    const later = await order(3, { status: 'retry', next_attempt_at: new Date(noon + 60 * minute) })
    const sent = await order(12, { status: 'confirmed', contacted_at: ago(10), confirmed_at: ago(8) })
    const { atRisk } = await board(await supervisor())
    expect(atRisk.map(({ id, risk }) => [id, risk])).toEqual([
      [sent.id, 'waiting-logistics'],
      [waits.id, 'no-attempt'],
      [later.id, 'retry-later'],
    ])
    expect(atRisk[0]).toMatchObject({ clientName: client.name, deadlineAt: noon + 3 * minute })
  })

  it('leaves out what came in when the centre does not call', async () => {
    const { order } = await createShop()
    await order(7 * 60)
    expect((await board(await supervisor())).centre).toMatchObject({
      missed: 0,
      share: null,
      excluded: { unstaffed: 1 },
    })
  })

  it('shows a client its own shop only, whatever it asks for', async () => {
    const [one, other] = [await createShop(), await createShop()]
    await one.order(60)
    await other.order(60)
    const user = await createUser(database.db, { role: 'client', client_id: one.client.id })
    const { shops, centre } = await board(await bed.as(user), `&clientId=${other.client.id}`)
    expect(shops.map(({ clientId }) => clientId)).toEqual([one.client.id])
    expect(centre.orders).toBe(1)
  })

  it('refuses more than a day', async () => {
    const answer = await bed.ask(`/api/order-clock?from=0&until=${noon}`, { headers: await supervisor() })
    expect(answer.status).toBe(400)
  })
})

describe('an order that missed its 15 minutes', () => {
  const open = async (headers: Record<string, string>) =>
    (await bed.ask<TaskPage>('/api/tasks', { headers })).body.items

  it('CC-48: becomes one task and one word to each supervisor, though two backends see it', async () => {
    const { client, order } = await createShop()
    const user = await createUser(database.db, { role: 'supervisor' })
    await config.reload()
    const late = await order(16)
    await order(12)
    await Promise.all([parts.watchPromise(), createParts().watchPromise()])
    await parts.watchPromise()
    const tasks = await open(await bed.as(user))
    expect(tasks).toMatchObject([{ kind: 'order-late', subject: { id: late.id, label: late.number }, doneAt: null }])
    expect(tasks[0]).toMatchObject({ clientName: client.name, dueAt: noon - minute })
    const words = told.filter(({ room }) => room === `user:${user.id}`)
    expect(words.map(({ notice }) => [notice.code, notice.params['number']])).toEqual([['order-late', late.number]])
  })

  it('CC-48: is told of before its time is over, while somebody can still do something', async () => {
    const { order } = await createShop()
    const user = await createUser(database.db, { role: 'supervisor' })
    await config.reload()
    const near = await order(13.5)
    await parts.watchPromise()
    expect(await open(await bed.as(user))).toMatchObject([{ subject: { id: near.id }, dueAt: noon + 1.5 * minute }])
    at = noon + 2 * minute
    await parts.watchPromise()
    const words = told.filter(({ room }) => room === `user:${user.id}`)
    expect(words.map(({ notice }) => notice.code)).toEqual(['order-late-soon'])
  })

  it('is no task when the customer was away', async () => {
    const { order } = await createShop()
    const away = await order(20, { status: 'retry' })
    await addAttempt(away, { outcome: 'busy', ended_at: ago(19) })
    await parts.watchPromise()
    expect(await open(await supervisor())).toEqual([])
  })

  it('is done by a supervisor, once, and not by an agent', async () => {
    const { order } = await createShop()
    await order(16)
    await parts.watchPromise()
    const user = await createUser(database.db, { role: 'supervisor' })
    const headers = await bed.as(user)
    const [task] = await open(headers)
    const done = async (by: Record<string, string>) =>
      (await bed.ask(`/api/tasks/${task?.id}/done`, { method: 'POST', headers: by })).status
    const agent = await bed.as(await createUser(database.db, { role: 'agent' }))
    expect(await open(agent)).toEqual([])
    expect([await done(agent), await done(headers), await done(headers)]).toEqual([404, 204, 404])
    const closed = await bed.ask<TaskPage>('/api/tasks?done=1', { headers })
    expect(closed.body.items).toMatchObject([{ id: task?.id, doneAt: noon, doneByName: user.name }])
    await parts.watchPromise()
    expect(await open(headers)).toEqual([])
  })

  it('needs nobody any more when logistics got it after all', async () => {
    const { order } = await createShop()
    const late = await order(16)
    await parts.watchPromise()
    at = noon + minute
    await database
      .db('orders')
      .where({ id: late.id })
      .update({ handed_over_at: new Date(at), status: 'confirmed' })
    await parts.watchPromise()
    expect(await open(await supervisor())).toEqual([])
    const row = await database.db('tasks').where({ subject_id: late.id }).first()
    expect([row?.done_at, row?.done_by]).toEqual([new Date(at), null])
  })
})
