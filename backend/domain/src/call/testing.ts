import type { QueueRules } from './events.ts'
import { createInboundCall, createOutboundCall } from './create-call.ts'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEvent } from './events.ts'
import type { CallEffect } from './effects.ts'
import type { Call } from './types.ts'

/** Ids and rules that tests of calls share. Alice calls, Bob and Carol are agents. */
export const callId = '01900000-0000-7000-8000-00000000ca11'
export const bob = '01900000-0000-7000-8000-000000000b0b'
export const carol = '01900000-0000-7000-8000-0000000ca401'
export const clientId = '01900000-0000-7000-8000-0000000c11e7'
export const queueId = '01900000-0000-7000-8000-00000000000e'

export const queue: QueueRules = {
  queueId,
  requiredSkills: [],
  priority: 50,
  ringTimeoutSeconds: 20,
  wrapUpSeconds: 30,
  maxWaitSeconds: 900,
  announcePositionSeconds: 30,
  record: true,
}

export function inboundCall(now = 0): Call {
  const customer = {
    customerChannelId: 'alice',
    isCustomerUp: false,
    customerNumber: '+380441234567',
    callerName: 'Alice',
  }
  return createInboundCall({ id: callId, clientId, queue, ...customer, shopNumber: '+380800123456' }, now).call
}

export function outboundCall(now = 0): Call {
  const order = { customerId: clientId, orderId: clientId, attemptId: clientId, campaignId: null }
  const numbers = { customerNumber: '+380441234567', shopNumber: null }
  const leg = { agentId: bob, channelId: 'bob-room', kind: 'room' } as const
  return createOutboundCall({ id: callId, clientId, queue, ...numbers, ...order, leg }, now).call
}

/** Applies events one after the other; those that are refused leave no trace. */
export function play(start: Call, events: CallEvent[], now = 0): { call: Call; effects: CallEffect[] } {
  let call = start
  const effects: CallEffect[] = []
  for (const event of events) {
    const step = applyCallEvent(call, event, now)
    if (!step) continue
    call = step.call
    effects.push(...step.effects)
  }
  return { call, effects }
}

export const toRing = (agentId: string) => ({ agentId, roomChannelId: null })
export const toRoom = (agentId: string) => ({ agentId, roomChannelId: `${agentId}-room` })
