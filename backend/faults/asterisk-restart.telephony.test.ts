import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisNames } from '@orderline/domain/contract'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { become, tellTime } from './testing/become.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'
import { attemptsOf, overlaps, pushOrder } from './testing/orders.ts'

const vesna = '+380442000001'
let centre: FaultCentre
let marko: AgentAtWork
let iryna: AgentAtWork

beforeAll(async () => {
  centre = await startFaultCentre('telephony', { environment: { CALLING_HOURS: '00:00-24:00' } })
  marko = await bringAgentToWork(centre, 'agent')
  iryna = await bringAgentToWork(centre, 'iryna')
})
afterAll(async () => {
  for (const agent of [marko, iryna]) agent?.leave()
  await centre?.stop()
})

const dialOf = (number: string) => become(`${number} is dialled`, () => centre.network.dials(number).length > 0)
const talksTo = (agent: AgentAtWork, number: string, within?: number) =>
  agent.until(
    `a talk with ${number}`,
    ({ call }) => call?.state === 'talking' && call.customerNumber === number,
    within,
  )
const order = async (phone: string): Promise<string> => (await pushOrder(centre, { shop: 'dimsad', phone })).body.id

async function endTalk(agent: AgentAtWork, orderId: string): Promise<void> {
  await agent.api.post('/api/agent/call/hang-up')
  await become('the attempt is written', async () => (await attemptsOf(centre, orderId)).at(-1)?.outcome === 'answered')
  await agent.wrapUp()
}

describe('kill -9 in the middle of dialling', () => {
  test('of the dialer: what rings goes on, nothing is dialled twice, and dialling goes on when it is back', async () => {
    const [ringing, next] = ['+380671110203', '+380671110210']
    await iryna.getReady()
    const first = await order(ringing) // Answers after four seconds.
    await dialOf(ringing)
    centre.dialer.kill('SIGKILL')
    await centre.dialer.exited
    const second = await order(next)
    await talksTo(iryna, ringing)
    expect(centre.network.dials(ringing)).toHaveLength(1)
    await endTalk(iryna, first)
    expect(centre.network.dials(next)).toHaveLength(0)
    const startedAt = performance.now()
    await centre.dialer.start()
    await talksTo(iryna, next)
    tellTime('start of the dialer to the next customer on the line', startedAt)
    await endTalk(iryna, second)
    expect([ringing, next].map((number) => centre.network.dials(number).length)).toEqual([1, 1])
    await iryna.rest()
  })

  test('of the backend: the customer whose phone rings meanwhile is connected, and is not dialled again', async () => {
    const number = '+380671550312' // Answers after twelve seconds.
    await iryna.getReady()
    const id = await order(number)
    await dialOf(number)
    centre.backend.kill('SIGKILL')
    await centre.backend.exited
    await centre.backend.start()
    for (const agent of [marko, iryna]) await agent.reconnectPhone()
    await talksTo(iryna, number, 30_000)
    expect(centre.network.dials(number)).toHaveLength(1)
    await endTalk(iryna, id)
    expect(await attemptsOf(centre, id)).toHaveLength(1)
    await iryna.rest()
  })

  test('of the backend as the dial order comes: the order is dialled by the next one, and once at a time', async () => {
    // Answers after twelve seconds: when the process dies after the dial, the next one is there for the answer.
    const number = '+380672550312'
    await iryna.getReady()
    const id = await order(number)
    await become('the dialer has claimed it', async () => (await centre.redis.hlen(redisNames.inFlight)) > 0)
    centre.backend.kill('SIGKILL')
    await centre.backend.exited
    const startedAt = performance.now()
    await centre.backend.start()
    for (const agent of [marko, iryna]) await agent.reconnectPhone()
    await talksTo(iryna, number, 70_000)
    tellTime('start of the backend to the customer on the line', startedAt)
    expect(overlaps(centre, number)).toBe(0)
    await endTalk(iryna, id)
    const charged = (await attemptsOf(centre, id)).filter(({ outcome }) => outcome !== 'system-failure')
    expect(charged).toHaveLength(1)
    await iryna.rest()
  })
})

describe('Asterisk restarted', () => {
  test('what it lost is ended, phones are let in again, orders in flight are dialled again and not charged', async () => {
    const number = '+380671110204' // Answers after six seconds.
    await iryna.getReady()
    const id = await order(number)
    await dialOf(number)
    await marko.getReady()
    const customer = await centre.network.customerCalls({ did: vesna, number: '+380670000201' })
    await marko.until('an offer', ({ call }) => call?.state === 'offering')
    await marko.answer()
    await marko.until('a talk', ({ call }) => call?.state === 'talking')

    centre.asterisk.kill('SIGKILL')
    await centre.asterisk.exited
    const startedAt = performance.now()
    await centre.asterisk.start()
    for (const agent of [marko, iryna]) {
      await become('the phone registers and enters its room again', async () => {
        await agent.reconnectPhone({ room: true })
        return (await agent.desktop()).agent.roomReady
      })
    }
    tellTime('start of Asterisk to rooms open again', startedAt)
    await become('the talk is over in the records, as a failure of ours', async () => {
      const row = await centre
        .db('calls')
        .where({ customer_number: '+380670000201' })
        .whereNotNull('ended_at')
        .first('outcome')
      return row?.outcome === 'system-failure'
    })
    await marko.rest()
    await become(
      'the attempt is a system failure',
      async () => (await attemptsOf(centre, id))[0]?.outcome === 'system-failure',
    )
    const row = await centre.db('orders').where({ id }).first('attempts_made', 'status')
    expect(row).toMatchObject({ attempts_made: 0 })
    await talksTo(iryna, number, 60_000)
    tellTime('start of Asterisk to the order dialled again', startedAt)
    expect((await attemptsOf(centre, id)).map(({ outcome }) => outcome)).toEqual(['system-failure', null])
    await endTalk(iryna, id)
    await customer.hangUp()
    await iryna.rest()
  })

  test('a talk about an order that it cut off is called again soon, and not charged', async () => {
    const number = '+380671110230'
    await iryna.getReady()
    const id = await order(number)
    await talksTo(iryna, number)
    centre.asterisk.kill('SIGKILL')
    await centre.asterisk.exited
    await centre.asterisk.start()
    await become('the phone registers and enters its room again', async () => {
      await iryna.reconnectPhone({ room: true })
      return (await iryna.desktop()).agent.roomReady
    })
    await iryna.until('a wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await become(
      'the attempt is a system failure',
      async () => (await attemptsOf(centre, id))[0]?.outcome === 'system-failure',
    )
    const row = await centre.db('orders').where({ id }).first('attempts_made', 'status')
    expect(row).toMatchObject({ attempts_made: 0, status: 'retry' })
    await iryna.getReady()
    await talksTo(iryna, number, 60_000)
    expect((await attemptsOf(centre, id)).map(({ outcome }) => outcome)).toEqual(['system-failure', null])
    await endTalk(iryna, id)
    await iryna.rest()
  })
})
