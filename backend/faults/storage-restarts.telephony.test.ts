import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisNames } from '@orderline/domain/contract'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { become, tellTime } from './testing/become.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'
import { attemptsOf, overlaps, pushOrder } from './testing/orders.ts'
import { keepTyping, savedText } from './testing/typing.ts'

const vesna = '+380442000001'
let centre: FaultCentre
let olena: AgentAtWork
let marko: AgentAtWork
let iryna: AgentAtWork

beforeAll(async () => {
  centre = await startFaultCentre('storage', { environment: { CALLING_HOURS: '00:00-24:00' } })
  olena = await bringAgentToWork(centre, 'olena')
  marko = await bringAgentToWork(centre, 'agent')
  iryna = await bringAgentToWork(centre, 'iryna')
})
afterAll(async () => {
  for (const agent of [olena, marko, iryna]) agent?.leave()
  await centre?.stop()
})

async function talk(agent: AgentAtWork, number: string) {
  await agent.getReady()
  const customer = await centre.network.customerCalls({ did: vesna, number })
  await agent.until('an offer', ({ call }) => call?.state === 'offering' && call.customerNumber === number)
  await agent.answer()
  const { call, card } = await agent.until(
    'a talk with a form',
    ({ call, card }) => call?.state === 'talking' && card?.answers != null,
  )
  if (!call || !card?.answers) throw new Error('there is no form')
  return { customer, callId: call.id, answers: card.answers }
}

async function expectTyped(answersId: string, { field, text }: { field: string; text: string }): Promise<void> {
  expect(await savedText(centre, answersId, field)).toBe(text)
}

describe('Redis killed and started again under load', () => {
  test('CC-29: loses no call, no dial and no answer', async () => {
    const rung = await talk(olena, '+380670000101')
    const inRoom = await talk(marko, '+380670000102')
    const waiting = await centre.network.customerCalls({ did: vesna, number: '+380670000103' })
    await become('the third waits', () => waiting.isAnswered())
    await iryna.getReady()
    const dialled = '+380671110104' // Answers after six seconds.
    const { body: order } = await pushOrder(centre, { shop: 'dimsad', phone: dialled })
    await become('the order is dialled', () => centre.network.dials(dialled).length > 0)
    const typing = keepTyping(marko, inRoom.answers)
    await become('the agent types', () => typing.saves() > 3)
    const before = (await centre.liveCalls()).map(({ id }) => id).toSorted()

    const stoppedAt = performance.now()
    centre.redisPart.kill('SIGKILL')
    await centre.redisPart.exited
    await become('saving is refused', () => typing.refusals.length > 0)
    const late = await centre.network.customerCalls({ did: vesna, number: '+380670000105' })
    await centre.redisPart.start()
    tellTime('Redis away for', stoppedAt)
    const backAt = performance.now()
    const savesBefore = typing.saves()
    await become('typing goes on', () => typing.saves() > savesBefore + 3)
    tellTime('typing goes on after', backAt)
    const calls = await become('the one who called meanwhile waits, too', async () => {
      const live = await centre.liveCalls()
      return live.length === before.length + 1 ? live : undefined
    })
    expect(calls.map(({ id }) => id)).toEqual(expect.arrayContaining(before))
    await late.hangUp()
    expect([rung.customer, inRoom.customer, waiting].map((customer) => customer.isConnected())).toEqual([
      true,
      true,
      true,
    ])
    await expectTyped(inRoom.answers.id, await typing.stop())
    expect(typing.refusals.filter(({ status }) => status !== 503)).toEqual([])

    await iryna.until(
      'the dialled customer',
      ({ call }) => call?.state === 'talking' && call.customerNumber === dialled,
    )
    expect(centre.network.dials(dialled)).toHaveLength(1)
    await iryna.api.post('/api/agent/call/hang-up')
    await inRoom.customer.hangUp()
    await marko.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await marko.rest()
    await rung.customer.hangUp()
    await olena.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await olena.wrapUp()
    await olena.until('the one who waited', ({ call }) => call?.customerNumber === waiting.number)
    await olena.answer()
    await olena.until('a talk', ({ call }) => call?.state === 'talking')
    await waiting.hangUp()
    await olena.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await become('the attempt is written', async () => (await attemptsOf(centre, order.id))[0]?.outcome === 'answered')
    expect(overlaps(centre, dialled)).toBe(0)
    for (const agent of [olena, iryna]) await agent.rest()
  })
})

describe('MariaDB restarted under load', () => {
  test('calls go on being answered, a shop is told to come again, and the journal catches up', async () => {
    const first = await talk(marko, '+380670000111')
    const typing = keepTyping(marko, first.answers)
    await become('the agent types', () => typing.saves() > 3)
    const order = { shop: 'vesna', phone: '+380671110115', externalId: randomUUID() }
    const stoppedAt = performance.now()
    await centre.mariadb.stop()

    await olena.getReady()
    const calledAt = performance.now()
    const customer = await centre.network.customerCalls({ did: vesna, number: '+380670000112' })
    await olena.until('an offer', ({ call }) => call?.customerNumber === '+380670000112')
    tellTime('from the call to the offer without MariaDB', calledAt)
    await olena.answer()
    await olena.until('a talk', ({ call }) => call?.state === 'talking')
    const refused = await pushOrder(centre, order)
    expect(refused).toMatchObject({ status: 503, body: { code: 'storage/away' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await become('saving is refused', () => typing.refusals.length > 0)
    await customer.hangUp()
    await olena.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    const entries = (await centre.redis.xrange(redisNames.journal, '-', '+')).map(([id]) => id)
    expect(entries.length).toBeGreaterThan(3)

    await centre.mariadb.start()
    tellTime('MariaDB away for', stoppedAt)
    const backAt = performance.now()
    await become('every event is written', async () => {
      const [row] = await centre.db('call_events').whereIn('id', entries).count({ written: '*' })
      return Number(row?.['written']) === entries.length
    })
    tellTime('journal caught up after', backAt)
    const again = await become('the order is taken', async () => {
      const reply = await pushOrder(centre, order)
      return reply.status === 201 ? reply : undefined
    })
    expect((await pushOrder(centre, order)).body.id).toBe(again.body.id)
    await expectTyped(first.answers.id, await typing.stop())
    expect(typing.refusals.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null)).toEqual([])
    expect(first.customer.isConnected()).toBe(true)
    await first.customer.hangUp()
    await become('both calls have closed records', async () => {
      const rows = await centre
        .db('calls')
        .whereIn('customer_number', ['+380670000111', '+380670000112'])
        .whereNotNull('ended_at')
      return rows.length === 2
    })
    for (const agent of [olena, marko]) await agent.rest()
  })
})
