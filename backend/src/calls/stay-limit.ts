import type { Call } from '@orderline/domain/call'
import type { Telephony } from '../telephony/port.ts'

/** More than the unpunctuality of a living backend: who is busy for so long has lost its customers. */
const limitMarginSeconds = 60

/**
 * Music plays on without us, but a backend that died must not let a customer hear it for ever: each announcement says
 * how long it is until the next one at most, and Asterisk takes back whom nobody looks after.
 */
export async function limitStay(telephony: Telephony, call: Call): Promise<void> {
  if (call.state !== 'waiting' && call.state !== 'offering') return
  const seconds = call.announcePositionSeconds + call.ringTimeoutSeconds + limitMarginSeconds
  await telephony.limitStay(call.customerChannelId, seconds)
}

/** A talk may last as long as it likes. */
export function liftLimit(telephony: Telephony, call: Call): Promise<void> {
  return telephony.limitStay(call.customerChannelId, null)
}
