import type { CallToMatch } from '@orderline/domain/acd'
import type { Call } from '@orderline/domain/call'

/** A waiting call as the router sees it; undefined for a call that wants no agent. */
export function callToMatch(call: Call): CallToMatch | undefined {
  if (call.state !== 'waiting') return undefined
  const { id, requiredSkills, priority, waitingSince, declinedBy, offerEndedAt, connectBy } = call
  const kind = connectBy === null ? 'waits' : 'answered'
  return { id, requiredSkills, priority, waitingSince, declinedBy, offerEndedAt, kind }
}
