import type { EpochMs } from '../contract/index.ts'

/** How long a customer to whom one certain agent promised a call waits for that agent to come on shift. */
export const callbackPatienceMs = 10 * 60_000

/**
 * Who is to keep a promise: the agent who gave it, as long as that agent is on shift or may still come; after that
 * anyone who fits (null), since the customer was promised a call before all.
 */
export function callbackAgent(promise: {
  agentId: string | null
  promisedAt: EpochMs
  isOnShift: boolean
  now: EpochMs
}): string | null {
  const { agentId, promisedAt, isOnShift, now } = promise
  return isOnShift || now < promisedAt + callbackPatienceMs ? agentId : null
}
