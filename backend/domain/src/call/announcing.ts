import type { keyActions } from '../contract/index.ts'
import type { CallEffect } from './effects.ts'
import { endCall } from './end-call.ts'
import { factsOf } from './facts.ts'
import type { CallHandlers, Step } from './step.ts'
import type { Call, CallIn } from './types.ts'

type KeyAction = (typeof keyActions)[number]

/** Nobody listens for ever: whoever has the message said more often presses by mistake. */
const mostPlays = 5

/** A customer whom we dialled hears a recorded message, and may answer by a key. */
export const announcing: CallHandlers<'announcing'> = {
  messageEnded: (call, { play }, now) =>
    play === call.plays && call.quietSince === null ? { call: { ...call, quietSince: now }, effects: [] } : undefined,

  keyPressed(call, { key }, now) {
    // The cast: a key that is none of the ten is not in the record, which is what is asked here.
    const action = call.agentless?.keys[key as '0']
    const step = action && actions[action](call, now)
    if (!step) return undefined
    const entry = { type: 'keyPressed', callId: call.id, at: now, key, action } as const
    return { call: step.call, effects: [{ type: 'journal', entry }, ...step.effects] }
  },

  keyTimedOut: (call, _event, now) =>
    endCall(call, { outcome: 'completed', teardown: [{ type: 'hangUpCustomer' }] }, now),

  customerHungUp: (call, { cause }, now) => endCall(call, { outcome: 'completed', cause, teardown: [] }, now),

  telephonyLost: (call, _event, now) => endCall(call, { outcome: 'system-failure', teardown: [] }, now),
}

/** The message begins, for the first time or once more. */
export function announce(call: Call, play: number, now: number): Step {
  const sound = call.agentless?.announcement ?? ''
  return {
    call: { ...factsOf(call), state: 'announcing', since: now, plays: play, quietSince: null },
    effects: [{ type: 'playMessage', play, sound }],
  }
}

const actions: Record<KeyAction, (call: CallIn<'announcing'>, now: number) => Step | undefined> = {
  confirm: thank,
  'do-not-call': thank,
  repeat(call, now) {
    if (call.plays >= mostPlays) return undefined
    const again = announce(call, call.plays + 1, now)
    return { call: again.call, effects: [stopping(call), ...again.effects] }
  },
  agent: (call, now) => ({
    call: {
      ...factsOf(call),
      state: 'waiting',
      since: now,
      ...{ waitingSince: now, welcomed: true, announcedAt: now, offerEndedAt: null, connectBy: null },
    },
    effects: [stopping(call), { type: 'startMusic' }, { type: 'prepareCard' }],
  }),
}

function thank(call: CallIn<'announcing'>, now: number): Step {
  return endCall(
    call,
    { outcome: 'completed', teardown: [stopping(call), { type: 'sayFarewell', sentence: 'thanks' }] },
    now,
  )
}

function stopping({ plays }: CallIn<'announcing'>): CallEffect {
  return { type: 'stopMessage', play: plays }
}
