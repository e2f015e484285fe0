import { changeRoom } from './change-room.ts'
import type { CallEvent, CallEventOf } from './events.ts'
import type { AnyCallHandler, Step } from './step.ts'
import { transitions } from './transitions.ts'
import type { Call } from './types.ts'

/**
 * The gate through which every change of a call goes: the call as it is from now on, and what is to be done.
 * Undefined: the event is late, repeated, or not for this state. Asterisk repeats and reorders, so that is normal.
 * `now` is epoch ms.
 */
export function applyCallEvent(call: Call, event: CallEvent, now: number): Step | undefined {
  if (event.type === 'customerIdentified') return identify(call, event, now)
  if (event.type === 'roomChanged') return changeRoom(call, event)
  // The cast: the table's type pairs each state and event with its handler, which an index by value cannot express.
  const handler = transitions[call.state][event.type] as AnyCallHandler | undefined
  return handler?.(call, event, now)
}

/** The lookup runs beside the call, so its answer may come in any state. */
function identify(call: Call, event: CallEventOf<'customerIdentified'>, now: number): Step | undefined {
  const { customerId, isNew } = event
  if (call.state === 'ended' || call.customerId === customerId) return undefined
  return {
    call: { ...call, customerId },
    effects: [{ type: 'journal', entry: { type: 'customerIdentified', callId: call.id, at: now, customerId, isNew } }],
  }
}
