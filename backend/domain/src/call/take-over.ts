import { bringBack, isAway } from './away.ts'
import { joining } from './begin-talk.ts'
import type { CallEffect } from './effects.ts'
import { factsOf } from './facts.ts'
import { bridgeIdFor, dropping, recordingName } from './legs.ts'
import type { Step } from './step.ts'
import type { CallFacts, CallIn, Consult } from './types.ts'

/**
 * The consulted agent keeps the customer, the first one leaves. Two rung legs share the call's bridge and stay in
 * it; wherever a room is concerned, the conversation moves to where the second agent is at home.
 */
export function takeOver(call: CallIn<'talking'>, consult: Consult, now: number): Step {
  const { leg } = consult
  const bridgeId = bridgeIdFor(call.id, leg)
  const moves = bridgeId !== call.bridgeId
  const facts = { ...factsOf(call), lastAgentId: leg.agentId }
  if (moves && call.record) facts.recordings += 1
  const recording = moves && call.record ? 'on' : call.recording
  return {
    call: { ...facts, state: 'talking', since: now, leg, bridgeId, onHold: false, recording, consult: null },
    effects: [
      ...(moves ? moving(call, { facts, consult, bridgeId }) : staying(call)),
      { type: 'releaseAgent', agentId: call.leg.agentId, as: 'talked' },
      ...entries(call, leg.agentId, now),
    ],
  }
}

function staying(call: CallIn<'talking'>): CallEffect[] {
  return [...(isAway(call) ? bringBack(call) : []), ...dropping(call.leg)]
}

function moving(
  call: CallIn<'talking'>,
  { facts, consult, bridgeId }: { facts: CallFacts; consult: Consult; bridgeId: string },
): CallEffect[] {
  const { leg } = consult
  const effects: CallEffect[] = []
  if (call.recording !== 'off') effects.push({ type: 'stopRecording', name: recordingName(call) })
  if (isAway(call)) effects.push({ type: 'stopMusic' })
  if (leg.kind === 'room') effects.push({ type: 'addToBridge', bridgeId, channelIds: [leg.channelId] })
  effects.push(...joining(call, leg), ...dropping(call.leg))
  if (call.record) effects.push({ type: 'startRecording', bridgeId, name: recordingName(facts) })
  return effects
}

function entries(call: CallIn<'talking'>, secondAgentId: string, at: number): CallEffect[] {
  const to = { kind: 'agent', id: secondAgentId } as const
  const ofFirst = { callId: call.id, agentId: call.leg.agentId, at }
  return [
    { type: 'journal', entry: { type: 'callTransferred', ...ofFirst, mode: 'consult', to } },
    { type: 'journal', entry: { type: 'callAnswered', callId: call.id, agentId: secondAgentId, at } },
  ]
}
