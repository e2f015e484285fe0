import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey, createClient, createUser } from '@orderline/db/testing'
import type { DoNotCallView, Page } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, type DialingBed } from '../campaigns/testing.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from '../http/testing.ts'
import { createDoNotCallRoutes } from './do-not-call-routes.ts'
import { createDoNotCallService } from './do-not-call-service.ts'

let bed: DialingBed
let http: HttpTestBed
let supervisor: Record<string, string>

beforeAll(async () => {
  bed = await createDialingBed()
  const { db } = bed
  http = createHttpTestBed({ db })
  const doNotCall = createDoNotCallService({ db, audit: http.audit, now: () => bed.clock.at })
  await http.start([createDoNotCallRoutes({ guards: http.guards, doNotCall, findShop: () => ({ country: 'UA' }) })])
  supervisor = await http.as(await createUser(db, { role: 'supervisor', name: 'Sofia' }))
})
afterAll(async () => {
  await http.close()
  await bed.close()
})

const add = (body: object) => http.ask<DoNotCallView>('/api/do-not-call', { method: 'POST', body, headers: supervisor })

describe('the do-not-call list', () => {
  it('takes a number for all clients once, blocks what waits for it, and is audited', async () => {
    const [record, other] = [await bed.addRecord(), await bed.addRecord()]
    const { body, status } = await add({ number: record.number, note: 'letter' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ clientId: null, source: 'supervisor', authorName: 'Sofia', note: 'letter' })
    expect((await add({ number: record.number })).body.id).toBe(body.id)
    const settled_because = 'the number is on the do-not-call list'
    expect(await bed.record(record.id)).toMatchObject({ status: 'blocked', settled_because })
    expect(await bed.record(other.id)).toMatchObject({ status: 'new' })
    expect(await bed.db('audit_entries').where({ subject: 'do-not-call' })).toMatchObject([{ action: 'create' }])
  })

  it('keeps one line as one number, also where it is spelled with the zero that people dial at home', async () => {
    const record = await bed.addRecord({ number: '+380671234544' })
    expect((await add({ number: '+3800671234544' })).body.number).toBe(record.number)
    expect(await bed.record(record.id)).toMatchObject({ status: 'blocked' })
  })

  it('takes a number for one client, whose records only are blocked', async () => {
    const shop = await createClient(bed.db)
    const number = '+380671234511'
    const [own, foreign] = [await bed.addRecord({ number, client_id: shop.id }), await bed.addRecord({ number })]
    await add({ number, clientId: shop.id })
    expect((await bed.record(own.id))?.status).toBe('blocked')
    expect((await bed.record(foreign.id))?.status).toBe('new')
    const list = await http.ask<Page<DoNotCallView>>(`/api/do-not-call?clientId=${shop.id}&search=4511`, {
      headers: supervisor,
    })
    expect(list.body.items).toMatchObject([{ number, clientName: 'A shop' }])
  })

  it('takes none for a client that there is not', async () => {
    const clientId = createId()
    const answer = await add({ number: '+380671234533', clientId })
    expect(problemOf(answer)).toMatchObject({ status: 400, errors: [{ pointer: '/clientId', code: 'unknown' }] })
    expect(await bed.db('do_not_call').where({ scope: clientId })).toEqual([])
  })

  it('lets a number go again, and says when there is none', async () => {
    const { body } = await add({ number: '+380671234522' })
    const remove = () => http.ask(`/api/do-not-call/${body.id}`, { method: 'DELETE', headers: supervisor })
    expect((await remove()).status).toBe(204)
    expect(problemOf(await remove()).code).toBe('do-not-call/not-found')
  })

  it('takes a shop’s own number by its API key, in any spelling, for this shop', async () => {
    const { key } = await createApiKey(bed.db, { client_id: bed.client.id })
    const send = (body: object) =>
      http.ask('/api/v1/do-not-call', { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
    expect(await send({ phone: '(067) 123-45-33' })).toMatchObject({ status: 201, body: { number: '+380671234533' } })
    const rows = await bed.db('do_not_call').where({ number: '+380671234533' })
    expect(rows).toMatchObject([{ scope: bed.client.id, source: 'api', author_id: null }])
    expect(problemOf(await send({ phone: 'abc' })).errors?.[0]?.pointer).toBe('/phone')
  })
})
