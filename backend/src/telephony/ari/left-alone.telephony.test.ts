import { createId } from '@orderline/runtime/ids'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Telephony } from '../port.ts'
import { hearEvents, type HeardEvents } from '../testing/heard-events.ts'
import { testAriOptions } from '../testing/real-asterisk.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

/** Answers at once and talks. */
const human = '+380440001000'
/** Answers after 4 s with a greeting. */
const mailbox = '+380440001008'
let telephony: Telephony
let events: HeardEvents

beforeEach(() => {
  telephony = createAriTelephony(testAriOptions())
  events = hearEvents(telephony)
})
afterEach(async () => {
  await Promise.all((await telephony.listChannels()).map(({ channelId }) => telephony.hangUp(channelId)))
  await telephony.close()
})

/** Nobody hears events: as for a backend that is being started again. */
async function dialUnheard({ number = human, detectMachine = false } = {}): Promise<string> {
  const channelId = `${createId()}-customer` // As calls name them.
  const purpose = { kind: 'customer', callId: `call-of-${channelId}` } as const
  await telephony.originate({
    channelId,
    purpose,
    endpoint: { kind: 'trunk', number },
    detectMachine,
    callerNumber: null,
    callerName: null,
    timeoutSeconds: 10,
    variables: { ORDERLINE_CALL: purpose.callId },
    farewell: [{ sound: 'hello-world' }, { digits: '1' }],
  })
  return channelId
}
const find = async (channelId: string) => (await telephony.listChannels()).find((one) => one.channelId === channelId)

describe('a customer whom we called and who answers while nobody listens', () => {
  it('is let in as soon as somebody does, and says how long it took', async () => {
    const channelId = await dialUnheard()
    await vi.waitFor(async () => expect(await find(channelId)).toMatchObject({ state: 'up', entered: false }))
    telephony.start()
    const { aloneMs } = await events.until('legAnswered', (event) => event.channelId === channelId)
    expect(aloneMs).toBeGreaterThanOrEqual(100)
    expect(aloneMs).toBeLessThan(2_000)
    expect(await telephony.takeLeftAlone(channelId)).toBe('waits')
    expect(await telephony.takeLeftAlone(channelId)).toBeNull()
  })

  it('hears after two seconds who called, and is gone then; the exchange keeps that', async () => {
    const channelId = await dialUnheard()
    const isTold = async () => expect(await telephony.takeLeftAlone(channelId)).toBe('told')
    await vi.waitFor(isTold, { timeout: 30_000, interval: 50 })
    expect(await find(channelId)).toMatchObject({ state: 'up', entered: false })
    await vi.waitFor(async () => expect(await find(channelId)).toBeUndefined(), { timeout: 30_000, interval: 100 })
  })

  it('is hung up where a machine was heard; the exchange keeps that, too', async () => {
    const channelId = await dialUnheard({ number: mailbox, detectMachine: true })
    const isMachine = async () => expect(await telephony.takeLeftAlone(channelId)).toBe('machine')
    await vi.waitFor(isMachine, { timeout: 30_000, interval: 50 })
    await vi.waitFor(async () => expect(await find(channelId)).toBeUndefined(), { timeout: 30_000, interval: 100 })
  })
})
