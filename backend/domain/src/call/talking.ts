import { joining } from './begin-talk.ts'
import { isAway } from './away.ts'
import { connectDeadline, frontPriority } from './connecting.ts'
import { consulting } from './consulting.ts'
import type { CallEffect } from './effects.ts'
import { endCall } from './end-call.ts'
import { endingOfRing } from './ending-of-ring.ts'
import { factsOf } from './facts.ts'
import { legFor, recordingName, ringing } from './legs.ts'
import { offered } from './offered.ts'
import { parting, partingAlone, partingConsult } from './parting.ts'
import type { CallHandlers, Step } from './step.ts'
import { takeOver } from './take-over.ts'
import type { CallIn } from './types.ts'

/** Q.850 normal clearing: the phone itself said good-bye, so somebody hung up. */
const normalClearing = 16

/** Customer and agent talk; perhaps with another agent who is consulted. */
export const talking: CallHandlers<'talking'> = {
  ...consulting,

  customerHungUp(call, { cause }, now) {
    const teardown = [...partingConsult(call.consult), ...partingAlone(call, 'talked')]
    return endCall(call, { outcome: 'completed', cause, teardown }, now)
  },

  telephonyLost: (call, _event, now) => finish(call, 'system-failure', now),

  agentHungUp(call, { agentId }, now) {
    if (agentId === call.leg.agentId) return agentLeaves(call, now)
    return consulting.consultEnded?.(call, { type: 'consultEnded', agentId, reason: 'left' }, now)
  },

  agentLegGone(call, { channelId, cause }, now) {
    const { leg, consult } = call
    if (channelId === consult?.leg.channelId) {
      const { agentId } = consult.leg
      return consulting.consultEnded?.(
        call,
        { type: 'consultEnded', agentId, reason: whyConsultEnded(call, cause, now) },
        now,
      )
    }
    if (channelId !== leg.channelId) return undefined
    // A ring leg that says good-bye is a hand on a key; a room is only ever lost, since calls end by a button.
    if (leg.kind === 'ring' && cause === normalClearing) return agentLeaves(call, now)
    return loseAgent(call, now)
  },

  holdToggled(call, { agentId, onHold }, now) {
    if (agentId !== call.leg.agentId || onHold === call.onHold || call.consult) return undefined
    return {
      call: { ...call, onHold },
      effects: [
        { type: onHold ? 'holdCustomer' : 'unholdCustomer' },
        { type: 'journal', entry: { type: 'holdChanged', callId: call.id, agentId, at: now, onHold } },
      ],
    }
  },

  machineJudged(call, { agentId, judgement }, now) {
    const isAsked = call.machineCheck !== null && call.machineCheck !== judgement
    if (!isAsked || agentId !== call.leg.agentId) return undefined
    const entry = { type: 'machineJudged', callId: call.id, agentId, at: now, judgement } as const
    return { call: { ...call, machineCheck: judgement }, effects: [{ type: 'journal', entry }] }
  },

  recordingToggled(call, { agentId, paused }, now) {
    const recording = paused ? 'paused' : 'on'
    const isAllowed = agentId === call.leg.agentId && call.recording !== 'off' && !isAway(call)
    if (!isAllowed || recording === call.recording) return undefined
    return {
      call: { ...call, recording },
      effects: [
        { type: paused ? 'pauseRecording' : 'resumeRecording', name: recordingName(call) },
        { type: 'journal', entry: { type: 'recordingChanged', callId: call.id, agentId, at: now, recording } },
      ],
    }
  },

  transferredToQueue(call, { agentId, queue }, now) {
    if (agentId !== call.leg.agentId || call.consult) return undefined
    const to = { kind: 'queue', id: queue.queueId } as const
    const back = backToQueue({ ...call, ...queue, declinedBy: [] }, now)
    return withJournal(back, { type: 'callTransferred', callId: call.id, agentId, at: now, mode: 'blind', to })
  },

  transferredToAgent(call, { agentId, target }, now) {
    if (agentId !== call.leg.agentId || target.agentId === agentId || call.consult) return undefined
    const { facts, leg } = legFor(factsOf(call), target)
    const to = { kind: 'agent', id: target.agentId } as const
    const offer: Step = {
      call: { ...facts, state: 'offering', since: now, waitingSince: now, welcomed: true, announcedAt: now, leg },
      effects: [
        ...parting(call, 'talked'),
        { type: 'startMusic' },
        offered(call.id, { agentId: leg.agentId, routing: null }, now),
        ...ringing(leg, 'offer'),
      ],
    }
    return withJournal(offer, { type: 'callTransferred', callId: call.id, agentId, at: now, mode: 'blind', to })
  },

  foundApart: (call) =>
    call.onHold || isAway(call) ? undefined : { call, effects: [{ type: 'stopMusic' }, ...joining(call, call.leg)] },
}

function whyConsultEnded(
  call: CallIn<'talking'>,
  cause: number | null,
  now: number,
): 'declined' | 'ring-timeout' | 'left' {
  if (call.consult?.state !== 'ringing') return 'left'
  const ring = { since: call.consult.since, ringTimeoutSeconds: call.ringTimeoutSeconds }
  return endingOfRing(ring, cause, now) === 'declined' ? 'declined' : 'ring-timeout'
}

/** With a second agent on the line the customer stays with that one; else the agent's wish ends the call. */
function agentLeaves(call: CallIn<'talking'>, now: number): Step {
  if (call.consult && call.consult.state !== 'ringing') return takeOver(call, call.consult, now)
  return finish(call, 'completed', now)
}

/** The line to the agent broke: the customer must not pay for it. */
function loseAgent(call: CallIn<'talking'>, now: number): Step {
  if (call.consult && call.consult.state !== 'ringing') return takeOver(call, call.consult, now)
  const connectBy = connectDeadline(call, now)
  const back =
    connectBy === null ? backToQueue({ ...call, priority: frontPriority }, now) : backToSilence(call, connectBy, now)
  return withJournal(back, { type: 'agentLost', callId: call.id, agentId: call.leg.agentId, at: now })
}

/** The agent vanished within the two seconds after the customer's answer: that was no talk, and the two seconds go on. */
function backToSilence(call: CallIn<'talking'>, connectBy: number, now: number): Step {
  const wait = { waitingSince: now, welcomed: false, announcedAt: now, offerEndedAt: null, connectBy }
  const facts = { ...factsOf(call), answeredAt: null }
  return { call: { ...facts, state: 'waiting', since: now, ...wait }, effects: leaving(call) }
}

function backToQueue(call: CallIn<'talking'>, now: number): Step {
  const wait = { waitingSince: now, welcomed: true, announcedAt: now, offerEndedAt: null, connectBy: null }
  return {
    call: { ...factsOf(call), state: 'waiting', since: now, ...wait },
    effects: [...leaving(call), { type: 'startMusic' }],
  }
}

function leaving(call: CallIn<'talking'>): CallEffect[] {
  return [...partingConsult(call.consult), ...parting(call, 'talked')]
}

function finish(call: CallIn<'talking'>, outcome: 'completed' | 'system-failure', now: number): Step {
  const teardown: CallEffect[] = [...leaving(call), { type: 'hangUpCustomer' }]
  return endCall(call, { outcome, teardown }, now)
}

function withJournal(step: Step, entry: Extract<Step['effects'][number], { type: 'journal' }>['entry']): Step {
  return { call: step.call, effects: [...step.effects, { type: 'journal', entry }] }
}
