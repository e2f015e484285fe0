import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backendPart } from '../../bin/lib/centre.mjs'
import { freePort } from '../../bin/lib/ports.mjs'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { become, tellTime } from './testing/become.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'

const vesna = '+380442000001'
const host = '127.0.0.1'
let centre: FaultCentre
let second: ReturnType<typeof backendPart>
let olena: AgentAtWork
let marko: AgentAtWork

beforeAll(async () => {
  centre = await startFaultCentre('two')
  const port = await freePort()
  const { env, dir } = centre
  second = backendPart({
    dir: join(dir, 'second'),
    logDir: join(dir, 'second'),
    env: { ...env, PORT: String(port) },
    host,
    port,
  })
  await second.start()
  olena = await bringAgentToWork(centre, 'olena')
  marko = await bringAgentToWork(centre, 'agent', { url: `http://${host}:${port}` })
})
afterAll(async () => {
  for (const agent of [olena, marko]) agent?.leave()
  await second?.stop()
  await centre?.stop()
})

const owner = () => centre.redis.get('orderline:ari-lease:main')

describe('two backends at once', () => {
  test('one owns the exchange; agents of both get calls, and no call is offered twice', async () => {
    await olena.getReady()
    await marko.getReady()
    const numbers = ['+380670000301', '+380670000302', '+380670000303', '+380670000304']
    const customers = await Promise.all(numbers.map((number) => centre.network.customerCalls({ did: vesna, number })))
    const screens = await Promise.all(
      [olena, marko].map((agent) => agent.until('an offer', ({ call }) => call?.state === 'offering')),
    )
    await become('all four are there', async () => (await centre.liveCalls()).length === 4)
    expect(new Set(screens.map(({ call }) => call?.id)).size).toBe(2)
    const states = (await centre.liveCalls()).map(({ state }) => state).toSorted()
    expect(states).toEqual(['offering', 'offering', 'waiting', 'waiting'])
    for (const agent of [olena, marko]) await agent.answer()
    for (const agent of [olena, marko]) await agent.until('a talk', ({ call }) => call?.state === 'talking')
    const rows = await become('offers are journalled', async () => {
      const found = await centre.db('call_events').where({ type: 'callOffered' })
      return found.length >= 2 ? found : undefined
    })
    expect(rows).toHaveLength(2)
    const served = screens.map(({ call }) => call?.customerNumber)
    for (const customer of customers) if (!served.includes(customer.number)) await customer.hangUp()
    await become('the two who waited are gone', async () => (await centre.liveCalls()).length === 2)
  })

  test('the other one takes over within the lease, with the calls as they are', async () => {
    const before = (await centre.liveCalls()).map(({ id, state }) => [id, state])
    const dead = await owner()
    centre.backend.kill('SIGKILL')
    await centre.backend.exited
    const killedAt = performance.now()
    await become('the lease has another owner', async () => {
      const now = await owner()
      return now !== null && now !== dead
    })
    tellTime('kill to the other backend owning the exchange', killedAt)
    const customer = await centre.network.customerCalls({ did: vesna, number: '+380670000305' })
    await become('a new call is taken in', async () => (await centre.liveCalls()).length === 3)
    expect((await centre.liveCalls()).map(({ id, state }) => [id, state])).toEqual(expect.arrayContaining(before))
    await marko.api.post('/api/agent/call/hang-up')
    await marko.wrapUp()
    await marko.until('the new customer', ({ call }) => call?.customerNumber === '+380670000305')
    await marko.answer()
    await marko.until('a talk', ({ call }) => call?.state === 'talking')
    await customer.hangUp()
    await marko.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await marko.rest()
    await centre.backend.start()
    await olena.reconnectPhone()
    await olena.api.post('/api/agent/call/hang-up')
    await olena.rest()
  })
})
