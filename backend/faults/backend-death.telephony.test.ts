import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgentDesktop, CallRecordView, MissedCallView } from '@orderline/domain/contract'
import { basicAuth } from '../../bin/lib/readiness.mjs'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { become, tellTime } from './testing/become.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'
import type { Customer } from './testing/network.ts'
import { keepTyping, savedText } from './testing/typing.ts'

const vesna = '+380442000001'
const dimSad = '+380442000002'
let centre: FaultCentre
let olena: AgentAtWork
let marko: AgentAtWork
let iryna: AgentAtWork

beforeAll(async () => {
  centre = await startFaultCentre('backend', { asterisk: { enterTries: 4 } })
  olena = await bringAgentToWork(centre, 'olena')
  marko = await bringAgentToWork(centre, 'agent')
  iryna = await bringAgentToWork(centre, 'iryna')
})
afterAll(async () => {
  for (const agent of [olena, marko, iryna]) agent?.leave()
  await centre?.stop()
})

/** A customer calls, the only agent who is free answers. */
async function talk(agent: AgentAtWork, did: string, number: string): Promise<{ customer: Customer; callId: string }> {
  await agent.getReady()
  const customer = await centre.network.customerCalls({ did, number })
  await agent.until('an offer', ({ call }) => call?.state === 'offering' && call.customerNumber === number)
  await agent.answer()
  const { call } = await agent.until('a talk', ({ call }) => call?.state === 'talking')
  return { customer, callId: call?.id ?? '' }
}

async function killBackend(): Promise<number> {
  centre.backend.kill('SIGKILL')
  await centre.backend.exited
  return performance.now()
}

const recordingSize = (callId: string): number =>
  statSync(join(centre.asterisk.recordingsDir, `${callId}.wav`), { throwIfNoEntry: false })?.size ?? 0

/** What of a call stays the same, whoever looks after it. */
const essence = ({ call, agent }: AgentDesktop) => ({ call, state: agent.state, roomReady: agent.roomReady })

describe('kill -9 of the backend with calls up', () => {
  test('CC-29: drops nobody, goes on recording, and the next process has the same screens and all that is typed', async () => {
    const rung = await talk(olena, vesna, '+380670000001')
    const inRoom = await talk(iryna, dimSad, '+380670000002')
    const held = await talk(marko, vesna, '+380670000003')
    await marko.api.post('/api/agent/call/hold', { on: true })
    await marko.until('on hold', ({ call }) => call?.onHold === true)
    const waiting = await centre.network.customerCalls({ did: vesna, number: '+380670000004' })
    await become('the fourth waits with music', () => waiting.isAnswered())
    const leaver = await centre.network.customerCalls({ did: dimSad, number: '+380670000005' })
    await become('the fifth waits', async () => (await centre.liveCalls()).length === 5)
    const agents = [olena, iryna, marko]
    const before = (await Promise.all(agents.map((agent) => agent.desktop()))).map(essence)
    const customers = [rung.customer, inRoom.customer, held.customer, waiting]

    const form = iryna.screen()?.card?.answers
    if (!form) throw new Error('there is no form')
    const typing = keepTyping(iryna, form)
    await become('the agent types', () => typing.saves() > 3)

    const killedAt = await killBackend()
    const sizes = [rung, inRoom].map(({ callId }) => recordingSize(callId))
    await become('recordings grow without a backend', () =>
      [rung, inRoom].every(({ callId }, i) => recordingSize(callId) > (sizes[i] ?? 0)),
    )
    const heard = await rung.customer.heardPackets()
    await become('the customer still gets sound', async () => (await rung.customer.heardPackets()) > heard)
    await leaver.hangUp()
    tellTime('dead for', killedAt)
    const startedAt = performance.now()
    await centre.backend.start()
    tellTime('start of the process to ready', startedAt)
    for (const agent of agents) await agent.reconnectPhone()

    await become('the one who left in the gap is over', async () => (await centre.liveCalls()).length === 4)
    tellTime('start of the process to state back', startedAt)
    await Promise.all(
      agents.map((agent, i) =>
        become('the same screen, pushed', () => {
          const shown = agent.screen()
          return shown !== undefined && JSON.stringify(essence(shown)) === JSON.stringify(before[i])
        }),
      ),
    )
    expect((await Promise.all(agents.map((agent) => agent.desktop()))).map(essence)).toEqual(before)
    expect(customers.map((customer) => customer.isConnected())).toEqual([true, true, true, true])
    const { field, text } = await typing.stop()
    expect(await savedText(centre, form.id, field)).toBe(text)
    expect(typing.refusals.length).toBeGreaterThan(0)
    await marko.api.post('/api/agent/call/hold', { on: false })
    await marko.until('off hold', ({ call }) => call?.onHold === false)

    await rung.customer.hangUp()
    await olena.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await iryna.api.post('/api/agent/call/hang-up')
    await become('the customer hears the end', () => !inRoom.customer.isConnected())
    await marko.api.post('/api/agent/call/hang-up')
    await become('that customer too', () => !held.customer.isConnected())
    await olena.wrapUp()
    await olena.getReady()
    await olena.until('the one who waited', ({ call }) => call?.customerNumber === waiting.number)
    await olena.answer()
    await olena.until('a talk', ({ call }) => call?.state === 'talking')
    await waiting.hangUp()
    await expectRecords({
      '+380670000001': 'answered',
      '+380670000002': 'answered',
      '+380670000003': 'answered',
      '+380670000004': 'answered',
      '+380670000005': 'missed',
    })
    expect(
      [rung, inRoom, held].every(({ callId }) => existsSync(join(centre.asterisk.recordingsDir, `${callId}.wav`))),
    ).toBe(true)
    for (const agent of agents) await agent.rest()
  })
})

/** Every call has its record with an end, and nothing of it is left in Redis. */
async function expectRecords(expected: Record<string, string>): Promise<void> {
  const supervisor = await centre.logIn('supervisor')
  const records = await become('all records are closed', async () => {
    const { items } = await supervisor.get<{ items: CallRecordView[] }>('/api/calls?limit=50')
    const ours = items.filter(({ customerNumber }) => customerNumber !== null && customerNumber in expected)
    return ours.length === Object.keys(expected).length && ours.every(({ endedAt }) => endedAt !== null)
      ? ours
      : undefined
  })
  expect(Object.fromEntries(records.map(({ customerNumber, status }) => [customerNumber, status]))).toEqual(expected)
}

describe('a call that comes while no backend listens', () => {
  test('gets music, and enters when one is back', async () => {
    const killedAt = await killBackend()
    const customer = await centre.network.customerCalls({ did: vesna, number: '+380670000011' })
    await become('music', async () => (await customer.isAnswered()) && (await customer.heardPackets()) > 10)
    await centre.backend.start()
    tellTime('outage that the caller sat through', killedAt)
    await become('the call waits like any other', async () =>
      (await centre.liveCalls()).find(({ customerNumber }) => customerNumber === '+380670000011'),
    )
    for (const agent of [olena, iryna, marko]) await agent.reconnectPhone()
    await olena.getReady()
    await olena.until('an offer', ({ call }) => call?.customerNumber === '+380670000011')
    await olena.answer()
    await olena.until('a talk', ({ call }) => call?.state === 'talking')
    await customer.hangUp()
    await olena.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
    await olena.rest()
  })

  test('leaves a message after a while, which becomes a missed call with a voicemail', async () => {
    await killBackend()
    const customer = await centre.network.customerCalls({ did: vesna, number: '+380670000012' })
    const dir = centre.asterisk.voicemailDir
    const message = () => readdirSync(dir).find((name) => name.includes('+380670000012'))
    await become(
      'a message is recorded',
      () => {
        const name = message()
        return name !== undefined && statSync(join(dir, name)).size > 20_000
      },
      40_000,
    )
    await customer.hangUp()
    await centre.backend.start()
    const supervisor = await centre.logIn('supervisor')
    const missed = await become(
      'it is in the list',
      async () => {
        const { items } = await supervisor.get<{ items: MissedCallView[] }>('/api/calls/missed?limit=50')
        return items.find(({ customerNumber }) => customerNumber === '+380670000012')
      },
      30_000,
    )
    expect(missed).toMatchObject({ hasVoicemail: true, handledAt: null })
  })

  test('a customer who waited already is asked for a message, too, and is not offered to anybody afterwards', async () => {
    const number = '+380670000013'
    const customer = await centre.network.customerCalls({ did: vesna, number })
    const waiting = await become('the call waits', async () =>
      (await centre.liveCalls()).find(({ customerNumber }) => customerNumber === number),
    )
    await become('music', async () => (await customer.isAnswered()) && (await customer.heardPackets()) > 10)
    await killBackend()
    const heard = await customer.heardPackets()
    await become('the music goes on', async () => (await customer.heardPackets()) > heard + 100)
    await bringForwardTheEnd(waiting.customerChannelId)
    const message = () => readdirSync(centre.asterisk.voicemailDir).find((name) => name.includes(number))
    await become('a message is recorded', message, 40_000)
    await centre.backend.start()
    await become('the call is over', async () => (await centre.liveCalls()).length === 0)
    expect(customer.isConnected()).toBe(true)
    await customer.hangUp()
  })
})

/** Of the minutes for which the dead backend answered for the customer. */
async function bringForwardTheEnd(channelId: string): Promise<void> {
  const query = new URLSearchParams({ variable: 'TIMEOUT(absolute)', value: '1' })
  const headers = { authorization: basicAuth(centre.asterisk.ari) }
  const address = `${centre.asterisk.url}/ari/channels/${channelId}/variable?${query.toString()}`
  const { ok } = await fetch(address, { method: 'POST', headers })
  if (!ok) throw new Error('the limit could not be set')
}
