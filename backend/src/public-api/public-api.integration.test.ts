import Ajv2020 from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderView, Page } from '@orderline/domain/contract'
import { createUser } from '@orderline/db/testing'
import { expectGuardedRoutes } from '../http/guarded-routes.ts'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'
import { orderExamples } from './examples.ts'
import { anOrder, createTestShop } from './testing.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())
const createShop = () => createTestShop(t)

describe('reading and cancelling', () => {
  it('does not show, list or cancel another shop’s order', async () => {
    const [one, other] = [await createShop(), await createShop()]
    const { body } = await one.push(anOrder())
    expect((await other.get(`/api/v1/orders/${body.id}`)).status).toBe(404)
    expect((await other.cancel(body.id)).status).toBe(404)
    expect((await other.get<{ items: [] }>('/api/v1/orders')).body.items).toEqual([])
    expect((await one.get(`/api/v1/orders/${body.id}`)).body.status).toBe('new')
  })

  it('pages through what has changed without missing or repeating', async () => {
    const shop = await createShop()
    await Promise.all(Array.from({ length: 7 }, () => shop.push(anOrder())))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor ? `&cursor=${cursor}` : ''
      const { body } = await shop.get<{ items: OrderView[]; nextCursor: string | null }>(
        `/api/v1/orders?limit=3${query}`,
      )
      seen.push(...body.items.map((item) => item.id))
      cursor = body.nextCursor
    }
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
  })

  it('lists by status and by the moment of the last change', async () => {
    const shop = await createShop()
    const { body } = await shop.push(anOrder())
    await shop.push(anOrder())
    const between = new Date(
      (await t.db('orders').where({ id: body.id }).first('updated_at'))!.updated_at!.getTime() + 1,
    )
    await shop.cancel(body.id)
    const ids = async (query: string) =>
      (await shop.get<{ items: OrderView[] }>(`/api/v1/orders?${query}`)).body.items.map((item) => item.id)
    expect(await ids('status=cancelled')).toEqual([body.id])
    expect(await ids(`updatedSince=${between.toISOString()}`)).toContain(body.id)
    expect(await ids('updatedSince=2100-01-01T00:00:00Z')).toEqual([])
    expect((await shop.get('/api/v1/orders?cursor=nonsense')).status).toBe(400)
    expect(problemOf(await shop.get('/api/v1/orders?limit=')).errors).toMatchObject([{ pointer: '?limit' }])
    const never = await shop.get('/api/v1/orders?updatedSince=9999-12-31T23:59:59-14:00')
    expect(problemOf(never).errors).toMatchObject([{ pointer: '?updatedSince' }])
  })

  it('cancels once, with its history and one message, and never what is confirmed', async () => {
    const shop = await createShop()
    await t.db('clients').where({ id: shop.client.id }).update({ shop_webhook_url: 'http://127.0.0.1:9/' })
    const { body } = await shop.push(anOrder())
    const answers = [await shop.cancel(body.id), await shop.cancel(body.id)]
    expect(answers.map((answer) => [answer.status, answer.body.status])).toEqual([
      [200, 'cancelled'],
      [200, 'cancelled'],
    ])
    expect(await t.db('outbox').where({ order_id: body.id, type: 'order.cancelled' })).toHaveLength(1)
    const confirmed = await shop.push(anOrder())
    await t.db('orders').where({ id: confirmed.body.id }).update({ status: 'confirmed' })
    const refused = await shop.cancel(confirmed.body.id)
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'order/wrong-status'])
  })
})

describe('the documentation', () => {
  type OpenApi = {
    openapi: string
    webhooks: object
    components: { schemas: object }
  }

  it('is an OpenAPI 3.1 document, with what we send ourselves', async () => {
    const { body, status } = await t.bed.ask<OpenApi>('/api/v1/openapi.json')
    expect(status).toBe(200)
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.webhooks)).toContain('order.confirmed')
  })

  it('says truly what is answered and what is taken', async () => {
    const { body: document } = await t.bed.ask<OpenApi>('/api/v1/openapi.json')
    const ajv = new Ajv2020({ strict: false, formats: { uuid: true, email: true, date: true, 'date-time': true } })
    ajv.addSchema({ $id: 'api', ...document })
    const validOrder = ajv.compile({ $ref: 'api#/components/schemas/Order' })
    const validProblem = ajv.compile({ $ref: 'api#/components/schemas/Problem' })
    const bodySchema = 'api#/paths/~1api~1v1~1orders/post/requestBody/content/application~1json/schema'
    const validInput = ajv.compile({ $ref: bodySchema })
    const shop = await createShop()
    for (const { value } of Object.values(orderExamples)) {
      expect(validInput(value), JSON.stringify(validInput.errors)).toBe(true)
      const answer = await shop.push(value)
      expect(answer.status).toBe(201)
      expect(validOrder(answer.body), JSON.stringify(validOrder.errors)).toBe(true)
    }
    expect(validProblem((await shop.push({})).body)).toBe(true)
  })
})

it('every route says who may call it, and nobody else gets in', async () => {
  await expectGuardedRoutes(t.bed, t.routers)
})

it('a shop’s own people see their shop’s orders and no other', async () => {
  const [one, other] = [await createShop(), await createShop()]
  const mine = await one.push(anOrder())
  const foreign = await other.push(anOrder())
  const headers = await t.bed.as(await createUser(t.db, { role: 'client', client_id: one.client.id }))
  const listed = async (query: string) =>
    (await t.bed.ask<Page<OrderView>>(`/api/orders${query}`, { headers })).body.items.map(({ id }) => id)
  expect(await listed('')).toEqual([mine.body.id])
  expect(await listed(`?clientId=${other.client.id}`)).toEqual([])
  expect((await t.bed.ask(`/api/orders/${foreign.body.id}`, { headers })).status).toBe(404)
  expect((await t.bed.ask(`/api/orders/${foreign.body.id}/timeline`, { headers })).status).toBe(404)
})
