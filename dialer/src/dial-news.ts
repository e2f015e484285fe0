import type { EpochMs } from '@orderline/domain/contract'
import type { LiveChange } from '@orderline/runtime/live-store'
import type { SeenCall } from './live-view.ts'

/**
 * What became of one of our dials. answered: by a person. unanswered: the network tried, nobody came. refused: it did
 * not reach the network, or the network would not take it. connected: customer and agent hear each other. abandoned:
 * the customer answered and no agent came in time.
 */
export type DialNews = {
  type: 'answered' | 'unanswered' | 'refused' | 'connected' | 'abandoned'
  attemptId: string
  campaignId: string | null
  at: EpochMs
}

const notDialed = ['cancelled', 'skipped']
const answeredOutcomes = ['abandoned', 'completed']
const refusals = ['congestion', 'system-failure']

/**
 * Reads from two states of a call what happened between them. A call that is first seen after a gap tells nothing:
 * when its turns came is not known.
 */
export function readNews({ value, previous, origin }: LiveChange<SeenCall>): DialNews[] {
  if (!value || value.attemptId === null || (!previous && origin === 'reload')) return []
  const { attemptId, campaignId, since: at } = value
  const tell = (type: DialNews['type'], when = at): DialNews => ({ type, attemptId, campaignId, at: when })
  const news: DialNews[] = []
  if (!wasAnswered(previous) && wasAnswered(value)) news.push(tell('answered', value.customerAnsweredAt ?? at))
  if (!isEnded(previous) && isEnded(value)) news.push(...endOf(value).map((type) => tell(type)))
  if (value.answeredAt !== null && (previous?.answeredAt ?? null) === null)
    news.push(tell('connected', value.answeredAt))
  return news
}

function endOf(call: SeenCall): DialNews['type'][] {
  const outcome = call.outcome ?? ''
  if (outcome === 'abandoned') return ['abandoned']
  // What a backend finds gone after a gap says nothing: neither that the trunk refused it, nor that it took it.
  if (wasAnswered(call) || notDialed.includes(outcome) || call.foundLate) return []
  return [refusals.includes(outcome) ? 'refused' : 'unanswered']
}

function isEnded(call: SeenCall | undefined): boolean {
  return call?.state === 'ended'
}

/** A call that ended at once may have been answered without being seen so. */
function wasAnswered(call: SeenCall | undefined): boolean {
  if (!call || call.state === 'dialing' || call.state === 'previewing') return false
  if (call.state !== 'ended') return true
  if (call.outcome === 'machine') return false
  return call.customerAnsweredAt !== null || call.answeredAt !== null || answeredOutcomes.includes(call.outcome ?? '')
}
