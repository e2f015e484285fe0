import type { QueueRules } from './events.ts'
import { createInboundCall, createOutboundCall, type NewOutboundCall } from './create-call.ts'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEvent } from './events.ts'
import type { CallEffect, CallEffectType } from './effects.ts'
import type { AgentlessSettings, Call } from './types.ts'

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

/** Bob is reserved for it, in his room, unless the test wants another dial. */
export function outboundCall(now = 0, over: Partial<NewOutboundCall> = {}): Call {
  const order = { customerId: clientId, orderId: clientId, attemptId: clientId, campaignId: null }
  const numbers = { customerNumber: '+380441234567', shopNumber: null }
  const way = {
    mode: 'progressive',
    detectMachines: false,
    samplesMachine: false,
    agentless: null,
    questionnaireId: null,
    preview: null,
  } as const
  const leg = { agentId: bob, channelId: 'bob-room', kind: 'room' } as const
  return createOutboundCall({ id: callId, clientId, queue, ...numbers, ...order, ...way, leg, ...over }, now).call
}

export const predictiveCall = (now = 0): Call => outboundCall(now, { mode: 'predictive', leg: null })

export const previewCall = (onTimeout: 'dial' | 'skip' = 'dial', now = 0): Call =>
  outboundCall(now, { mode: 'preview', preview: { seconds: 60, onTimeout } })

export const agentless: AgentlessSettings = {
  announcement: 'hello-world',
  keys: { '1': 'confirm', '2': 'agent', '3': 'do-not-call', '9': 'repeat' },
  waitSeconds: 6,
}
export const agentlessCall = (now = 0): Call => outboundCall(now, { mode: 'agentless', leg: null, agentless })

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

/** Bob is asked, and answers. */
export const reserved: CallEvent = { type: 'agentReserved', agent: toRing(bob), routing: null }
export const answered: CallEvent = { type: 'agentAnswered', agentId: bob }

/** What is done, beside what is written down. */
export const withoutJournal = (effects: CallEffect[]): CallEffect[] =>
  effects.filter((effect) => effect.type !== 'journal')
export const types = (effects: CallEffect[]): CallEffectType[] => withoutJournal(effects).map(({ type }) => type)
export const journalled = (effects: CallEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'journal' ? [effect.entry] : []))
