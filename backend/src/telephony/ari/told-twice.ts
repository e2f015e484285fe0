import type { AriOptions } from './ari-options.ts'
import type { AriEvent } from './ari-schemas.ts'
import { endpointOf } from './translate-event.ts'

/** More ends than come between the first telling of one and the last. */
const mostRemembered = 5_000

/**
 * Of a channel of the trunk that has entered, another application hears what the trunk's tells, too: our own, or the
 * callers'. Its end is told by whichever tells it first: one of them may leave it out when a channel ends just as it
 * enters or leaves. The function answers whether this event has been told before.
 */
export function createToldTwice({ app, trunkEndpoint }: Pick<AriOptions, 'app' | 'trunkEndpoint'>) {
  /** By channel, oldest first, as a Set keeps them. */
  const ended = new Set<string>()

  return (event: AriEvent): boolean => {
    if (event.type !== 'ChannelDestroyed' && event.type !== 'ChannelStateChange') return false
    if (endpointOf(event.channel.name) !== trunkEndpoint) return false
    if (event.type === 'ChannelStateChange') return event.application === app
    if (ended.has(event.channel.id)) return true
    const [oldest] = ended.add(event.channel.id)
    if (oldest !== undefined && ended.size > mostRemembered) ended.delete(oldest)
    return false
  }
}
