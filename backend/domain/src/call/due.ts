import type { CallEvent } from './events.ts'
import type { Call } from './types.ts'

/** A free agent is found within milliseconds; only who is still waiting after this is answered with music. */
export const welcomeAfterMs = 1000

/** How much later than Asterisk's own time-out ours comes: only when its event was lost. */
const safetyMs = 5000

/** The event that time itself brings to a call, once its moment has come. The position is counted by the caller. */
export function callDue(call: Call, now: number, positionOf: () => number): CallEvent | undefined {
  const ringMs = call.ringTimeoutSeconds * 1000
  if (call.state === 'waiting') return waitDue(call, now, positionOf)
  if (call.state === 'offering' && now >= call.since + ringMs)
    return { type: 'offerRangOut', agentId: call.leg.agentId }
  if (call.state === 'dialing' && now >= call.since + ringMs + safetyMs) return { type: 'dialFailed' }
  if (call.state === 'talking' && call.consult?.state === 'ringing' && now >= call.consult.since + ringMs) {
    return { type: 'consultEnded', agentId: call.consult.leg.agentId, reason: 'ring-timeout' }
  }
  return undefined
}

function waitDue(
  call: Extract<Call, { state: 'waiting' }>,
  now: number,
  positionOf: () => number,
): CallEvent | undefined {
  if (now >= call.waitingSince + call.maxWaitSeconds * 1000) return { type: 'waitedTooLong' }
  if (!call.welcomed) return now >= call.since + welcomeAfterMs ? { type: 'waitBegan' } : undefined
  const isAnnounced = now < call.announcedAt + call.announcePositionSeconds * 1000
  return isAnnounced ? undefined : { type: 'positionDue', position: positionOf() }
}
