import type { CallEffect } from './effects.ts'
import { factsOf } from './facts.ts'
import { bridgeIdFor, recordingName } from './legs.ts'
import type { Step } from './step.ts'
import type { AgentLeg, Call, CallFacts } from './types.ts'

/**
 * Customer and agent hear each other from now on. The customer's answer goes first: it is what the caller waits
 * for, and what the network measures.
 */
export function beginTalk(call: Call, { leg, hasMusic }: { leg: AgentLeg; hasMusic: boolean }, now: number): Step {
  const facts: CallFacts = {
    ...factsOf(call),
    isCustomerUp: true,
    answeredAt: call.answeredAt ?? now,
    lastAgentId: leg.agentId,
    recordings: call.record ? call.recordings + 1 : call.recordings,
  }
  const bridgeId = bridgeIdFor(call.id, leg)
  const effects: CallEffect[] = []
  if (!call.isCustomerUp) effects.push({ type: 'answerCustomer' })
  if (hasMusic) effects.push({ type: 'stopMusic' })
  effects.push(...joining(facts, leg))
  if (call.record) effects.push({ type: 'startRecording', bridgeId, name: recordingName(facts) })
  effects.push({ type: 'engageAgent', agentId: leg.agentId })
  effects.push({
    type: 'journal',
    entry: { type: 'callAnswered', callId: call.id, agentId: leg.agentId, at: now },
  })
  const recording = call.record ? 'on' : 'off'
  return {
    call: { ...facts, state: 'talking', since: now, leg, bridgeId, onHold: false, recording, consult: null },
    effects,
  }
}

/** Brings customer and leg together: into the room where the leg is, or both into a bridge of the call. */
export function joining(call: CallFacts, leg: AgentLeg): CallEffect[] {
  const bridgeId = bridgeIdFor(call.id, leg)
  if (leg.kind === 'room') return [{ type: 'addToBridge', bridgeId, channelIds: [call.customerChannelId] }]
  return [
    { type: 'createBridge', bridgeId },
    { type: 'addToBridge', bridgeId, channelIds: [leg.channelId, call.customerChannelId] },
  ]
}
