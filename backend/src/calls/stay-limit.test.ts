import { describe, expect, it } from 'vitest'
import { applyCallEvent, createInboundCall, type Call, type CallEvent } from '@orderline/domain/call'
import { createFakeTelephony } from '../telephony/fake/index.ts'
import { liftLimit, limitStay } from './stay-limit.ts'

const rules = { requiredSkills: [], priority: 1, ringTimeoutSeconds: 20, wrapUpSeconds: 0, maxWaitSeconds: 900 }
const queue = { ...rules, queueId: 'q', announcePositionSeconds: 30, record: false }
const who = { customerChannelId: 'alice', isCustomerUp: true, customerNumber: null, callerName: null }
const shop = { clientId: 'client', shopNumber: '+380800100200' }
const waiting = createInboundCall({ id: 'call', queue, ...who, ...shop }, 0).call
const reserved: CallEvent = { type: 'agentReserved', agent: { agentId: 'bob', roomChannelId: null }, routing: null }
const after = (...events: CallEvent[]): Call =>
  events.reduce((call, event) => applyCallEvent(call, event, 0)?.call ?? call, waiting)
const talking = after(reserved, { type: 'agentAnswered', agentId: 'bob' })

/** What the exchange has been told of a customer of whom it had been told seven seconds. */
async function limitAfter(act: typeof limitStay, call: Call): Promise<number | null | undefined> {
  const { telephony, parties, channels } = createFakeTelephony()
  const channelId = parties.customerCalls({ did: shop.shopNumber, channelId: call.customerChannelId })
  await telephony.limitStay(channelId, 7)
  await act(telephony, call)
  return channels.get(channelId)?.stayLimitSeconds
}

describe('for how long we answer for a customer', () => {
  it.each([
    ['waits', waiting],
    ['is offered', after(reserved)],
  ])('who %s: past the next announcement, however long a ring delays it', async (_name, call) => {
    expect(await limitAfter(limitStay, call)).toBe(30 + 20 + 60)
  })

  it('who hears music in a talk, while others are asked: as before', async () => {
    expect(await limitAfter(limitStay, talking)).toBe(7)
  })

  it('whom we called: like the others', async () => {
    const dialed = { direction: 'outbound' } as const
    expect(await limitAfter(limitStay, { ...waiting, ...dialed })).toBe(30 + 20 + 60)
    expect(await limitAfter(liftLimit, { ...talking, ...dialed })).toBeNull()
  })

  it('who talks: for ever', async () => {
    expect(await limitAfter(liftLimit, talking)).toBeNull()
  })
})
