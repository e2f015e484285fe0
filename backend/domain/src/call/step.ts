import type { CallEffect } from './effects.ts'
import type { CallEvent, CallEventOf, CallEventType } from './events.ts'
import type { Call, CallIn, CallState } from './types.ts'

/** A decision: how the call is from now on, and what is to be done for it. */
export type Step = { call: Call; effects: CallEffect[] }

/** Undefined: the event is late, repeated or not allowed, and nothing happens. */
export type CallHandler<S extends CallState, E extends CallEventType> = (
  call: CallIn<S>,
  event: CallEventOf<E>,
  now: number,
) => Step | undefined

/** What one state does with each event that it knows. */
export type CallHandlers<S extends CallState> = { [E in CallEventType]?: CallHandler<S, E> }
export type AnyCallHandler = (call: Call, event: CallEvent, now: number) => Step | undefined
