import { announce } from './announcing.ts'
import { beginTalk } from './begin-talk.ts'
import { awaitAgent } from './connecting.ts'
import { dialOutcome } from './dial-outcome.ts'
import type { CallEffect } from './effects.ts'
import { endCall, type Ending } from './end-call.ts'
import type { CallHandlers, Step } from './step.ts'
import type { CallIn, CallOutcome } from './types.ts'

/** No phone that rings is silenced by us before (47 CFR 64.1200(a)(6), 16 CFR 310.4(b)(4)(ii): 15 s or four rings). */
export const shortestRingMs = 15_000

/** The customer's phone rings. Where an agent is reserved, this one waits in the room with the card on screen. */
export const dialing: CallHandlers<'dialing'> = {
  customerAnswered: (call, { foundLate = false, aloneMs = 0 }, now) => answered(call, { foundLate, aloneMs }, now),

  listeningBegan: (call) => (call.isCustomerUp ? undefined : { call: { ...call, isCustomerUp: true }, effects: [] }),

  customerLeftAlone: (call, _event, now) => lost(call, { teardown: releasing(call) }, now),

  // The same two seconds, and the same agents, as for a person: it may well be one.
  machineAnswered(call, { aloneMs = 0 }, now) {
    if (!call.samplesMachine) return finish(call, 'machine', now)
    const step = answered({ ...call, machineCheck: 'asked' }, { foundLate: false, aloneMs }, now)
    const entry = { type: 'machinePassed', callId: call.id, at: now } as const
    return { call: step.call, effects: [{ type: 'journal', entry }, ...step.effects] }
  },

  // The lot has no say here: whoever was hung up on is not passed to anybody any more.
  machineLeftAlone: (call, _event, now) => finish(call, 'machine', now),

  // Nobody was told of the answer, so there was nobody: hung up by us as it came, or by the customer before we heard.
  customerHungUp(call, { cause, wasUp = false }, now) {
    const teardown = releasing(call)
    if (wasUp && call.mode !== 'agentless') return lost(call, { cause, teardown }, now)
    return endCall(call, { outcome: outcomeOf(call, cause), cause, teardown }, now)
  },

  dialFailed: (call, _event, now) =>
    hasRungOut(call, now) ? lose(call, 'no-answer', now) : finish(call, 'system-failure', now),

  // A phone that had the time to ring out has disturbed the customer, who is not called again at once.
  dialVanished: (call, _event, now) =>
    lose(call, call.isGivenUp || hasRungOut(call, now) ? 'no-answer' : 'system-failure', now),

  dialRefused(call, { because }, now) {
    const end = endCall(call, { outcome: 'skipped', teardown: releasing(call) }, now)
    if (!call.leg) return end
    const { agentId } = call.leg
    const reason = because.slice(0, 300)
    const entry = { type: 'previewSkipped', callId: call.id, agentId, at: now, reason } as const
    return { call: end.call, effects: [{ type: 'journal', entry }, ...end.effects] }
  },

  // Who has answered already is not hung up on: by the verdict an agent may be free.
  dialGivenUp: (call, _event, now) =>
    !call.leg && !call.isCustomerUp && hasRung(call, now)
      ? { call: { ...call, isGivenUp: true }, effects: [{ type: 'hangUpCustomer' }] }
      : undefined,

  telephonyLost: (call, _event, now) => lose(call, 'system-failure', now),

  agentHungUp: (call, { agentId }, now) =>
    agentId === call.leg?.agentId && hasRung(call, now) ? finish(call, 'cancelled', now) : undefined,

  // Somebody else may be free when the customer answers. If not, the customer is told who called.
  agentLegGone(call, { channelId }, now) {
    if (channelId !== call.leg?.channelId) return undefined
    if (hasRung(call, now)) return finish(call, 'cancelled', now)
    return { call: { ...call, leg: null }, effects: releasing(call) }
  },

  ringOutlived: (call, _event, now) =>
    hasLostAgent(call) && hasRung(call, now) ? finish(call, 'cancelled', now) : undefined,
}

/** The dial was made for one agent, who is not there any more. */
export function hasLostAgent(call: CallIn<'dialing'>): boolean {
  return call.leg === null && call.mode !== 'predictive' && call.mode !== 'agentless'
}

function answered(
  call: CallIn<'dialing'>,
  { foundLate, aloneMs }: { foundLate: boolean; aloneMs: number },
  now: number,
): Step {
  if (call.isGivenUp) return lost(call, { teardown: [{ type: 'hangUpCustomer' }] }, now)
  const customerAnsweredAt = now - aloneMs
  const step = meet({ ...call, isCustomerUp: true, customerAnsweredAt }, foundLate, now)
  return { call: step.call, effects: [noted(call.id, customerAnsweredAt), ...step.effects] }
}

function meet(call: CallIn<'dialing'>, foundLate: boolean, now: number): Step {
  if (call.leg) return beginTalk(call, { leg: call.leg, hasMusic: false }, now)
  if (call.mode === 'agentless') return announce(call, 1, now)
  return awaitAgent(call, foundLate, now)
}

function hasRung(call: CallIn<'dialing'>, now: number): boolean {
  return now >= call.since + shortestRingMs
}

function hasRungOut({ since, ringTimeoutSeconds }: CallIn<'dialing'>, now: number): boolean {
  return now >= since + ringTimeoutSeconds * 1000
}

function finish(call: CallIn<'dialing'>, outcome: CallOutcome, now: number): Step {
  return endCall(call, { outcome, teardown: [{ type: 'hangUpCustomer' }, ...releasing(call)] }, now)
}

/** The customer answered, and nobody came: also where nobody had the time to say who called. */
function lost(call: CallIn<'dialing'>, ending: Omit<Ending, 'outcome'>, now: number): Step {
  const answered = { ...call, isCustomerUp: true, customerAnsweredAt: now }
  const end = endCall(answered, { ...ending, outcome: 'abandoned' }, now)
  return { call: end.call, effects: [noted(call.id, now), ...end.effects] }
}

/** Of one that we gave up, a cause without a meaning is that of our own hanging up. */
function outcomeOf({ isGivenUp }: CallIn<'dialing'>, cause: number | null): CallOutcome {
  const outcome = dialOutcome(cause)
  return isGivenUp && outcome === 'system-failure' ? 'no-answer' : outcome
}

/** Ended without anybody having heard how. */
function lose(call: CallIn<'dialing'>, outcome: CallOutcome, now: number): Step {
  return endCall(call, { outcome, foundLate: true, teardown: [{ type: 'hangUpCustomer' }, ...releasing(call)] }, now)
}

function releasing({ leg }: CallIn<'dialing'>): CallEffect[] {
  return leg ? [{ type: 'releaseAgent', agentId: leg.agentId, as: 'unused' }] : []
}

function noted(callId: string, at: number): CallEffect {
  return { type: 'journal', entry: { type: 'customerAnswered', callId, at } }
}
