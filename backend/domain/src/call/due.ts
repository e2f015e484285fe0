import type { CallEvent } from './events.ts'
import type { Call, CallIn } from './types.ts'
import { hasLostAgent, shortestRingMs } from './dialing.ts'

/** A free agent is found within milliseconds; only who is still waiting after this is answered with music. */
export const welcomeAfterMs = 1000

/** How much later than Asterisk's own time-out ours comes: only when its event was lost. */
const safetyMs = 5000

/** How long Asterisk may listen before it says whether a machine answered (`amd.conf`), and is not cut off by us. */
const detectionMs = 6000

/** No message is longer; past it the end of its playback was lost. */
const longestMessageMs = 180_000

/** The event that time itself brings to a call, once its moment has come. The position is counted by the caller. */
export function callDue(call: Call, now: number, positionOf: () => number): CallEvent | undefined {
  const ringMs = call.ringTimeoutSeconds * 1000
  if (call.state === 'waiting') return waitDue(call, now, positionOf)
  if (call.state === 'offering' && now >= call.since + ringMs)
    return { type: 'offerRangOut', agentId: call.leg.agentId }
  if (call.state === 'previewing' && now >= call.preview.until) return { type: 'previewTimedOut' }
  if (call.state === 'dialing') return dialDue(call, now)
  if (call.state === 'announcing') return messageDue(call, now)
  if (call.state === 'talking' && call.consult?.state === 'ringing' && now >= call.consult.since + ringMs) {
    return { type: 'consultEnded', agentId: call.consult.leg.agentId, reason: 'ring-timeout' }
  }
  return undefined
}

function dialDue(call: CallIn<'dialing'>, now: number): CallEvent | undefined {
  const listeningMs = call.detectMachines ? detectionMs : 0
  if (now >= call.since + call.ringTimeoutSeconds * 1000 + listeningMs + safetyMs) return { type: 'dialFailed' }
  return hasLostAgent(call) && now >= call.since + shortestRingMs ? { type: 'ringOutlived' } : undefined
}

function messageDue({ since, quietSince, agentless }: CallIn<'announcing'>, now: number): CallEvent | undefined {
  const isOver = quietSince !== null && now >= quietSince + (agentless?.waitSeconds ?? 0) * 1000
  return isOver || now >= since + longestMessageMs ? { type: 'keyTimedOut' } : undefined
}

function waitDue(call: CallIn<'waiting'>, now: number, positionOf: () => number): CallEvent | undefined {
  if (call.connectBy !== null) return now >= call.connectBy ? { type: 'connectTimedOut' } : undefined
  if (now >= call.waitingSince + call.maxWaitSeconds * 1000) return { type: 'waitedTooLong' }
  if (!call.welcomed) return now >= call.since + welcomeAfterMs ? { type: 'waitBegan' } : undefined
  const isAnnounced = now < call.announcedAt + call.announcePositionSeconds * 1000
  return isAnnounced ? undefined : { type: 'positionDue', position: positionOf() }
}
