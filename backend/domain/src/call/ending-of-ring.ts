/** Q.850: busy, no answer (also 480, which a browser sends when its user refuses), rejected. */
const refusals = new Set([17, 19, 21])

/** The last moments before the ring's own time-out, in which a refusal cannot be told from it. */
const graceMs = 500

/**
 * What it means that a ringing leg is gone: refused by hand, when the phone said so before its time was over;
 * else missed, which also stands for a phone that cannot be reached: its agent must not be offered the next call.
 */
export function endingOfRing(
  ring: { since: number; ringTimeoutSeconds: number },
  cause: number | null,
  now: number,
): 'declined' | 'missed' {
  const isEarly = now < ring.since + ring.ringTimeoutSeconds * 1000 - graceMs
  return cause !== null && refusals.has(cause) && isEarly ? 'declined' : 'missed'
}
