import { applyCallEvent, createInboundCall, type Call, type CallEvent } from '@orderline/domain/call'
import type { ClientView, LiveAgent } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { presentCall } from './present-call.ts'

const [callId, queueId, clientId, bob] = ['a-call', 'a-queue', 'a-client', 'bob']
const queue = {
  ...{ queueId, requiredSkills: [], priority: 50, record: true },
  ...{ ringTimeoutSeconds: 20, wrapUpSeconds: 30, maxWaitSeconds: 900, announcePositionSeconds: 30 },
}
const caller = { customerChannelId: 'alice', isCustomerUp: true, customerNumber: null, callerName: '' }
const context = { client: undefined, queue: undefined, agentName: () => '' }

function after(call: Call, events: CallEvent[]): Call {
  return events.reduce((before, event) => applyCallEvent(before, event, 0)?.call ?? before, call)
}

const arrived = createInboundCall({ id: callId, clientId, queue, ...caller, shopNumber: '+380800123456' }, 0).call
const talk = after(arrived, [
  { type: 'agentReserved', agent: { agentId: bob, roomChannelId: null }, routing: null },
  { type: 'agentAnswered', agentId: bob },
])
const over = after(talk, [{ type: 'agentHungUp', agentId: bob }])

/** What is read of an agent here. */
const agentIn = (state: LiveAgent['state'], of = callId) => ({ id: bob, state, callId: of, since: 0 }) as LiveAgent

it('keeps a call on the screen between its end and the release of its agent, and in the wrap-up', () => {
  expect(presentCall(talk, agentIn('talking'), context)?.state).toBe('talking')
  expect(presentCall(over, agentIn('talking'), context)?.state).toBe('ended')
  expect(presentCall(over, agentIn('wrap-up'), context)?.state).toBe('ended')
})

it('names the zone of the customer, in which the dialer reads a promise, else that of the shop', () => {
  const client = { timeZone: 'Europe/Kyiv' } as ClientView
  const zoneOf = (customerNumber: string | null) =>
    presentCall({ ...talk, customerNumber }, agentIn('talking'), { ...context, client })?.client.timeZone
  expect([zoneOf('+48221234567'), zoneOf('+12125550100'), zoneOf(null)]).toEqual([
    'Europe/Warsaw',
    'Europe/Kyiv',
    'Europe/Kyiv',
  ])
})

it('shows the end of a call to nobody who is in another one, or who was only asked to take it', () => {
  expect(presentCall(over, agentIn('talking', 'another'), context)).toBeNull()
  expect(presentCall(over, agentIn('reserved'), context)).toBeNull()
})
