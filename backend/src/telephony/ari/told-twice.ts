import type { AriOptions } from './ari-options.ts'
import type { AriEvent } from './ari-schemas.ts'
import { endpointOf } from './translate-event.ts'

/** More ends than come between the two tellings of one. */
const mostRemembered = 1_000

/**
 * Of a channel of the trunk that has entered, our own application hears what the trunk's tells, too. Its end is told by
 * whichever tells it first: one of them may leave it out when a channel ends just as it enters or leaves. The function
 * answers whether this event is the second telling.
 */
export function createToldTwice({ app, trunkEndpoint }: Pick<AriOptions, 'app' | 'trunkEndpoint'>) {
  /** By channel, oldest first, as a Set keeps them. */
  const ended = new Set<string>()

  return (event: AriEvent): boolean => {
    if (event.type !== 'ChannelDestroyed' && event.type !== 'ChannelStateChange') return false
    if (endpointOf(event.channel.name) !== trunkEndpoint) return false
    if (event.type === 'ChannelStateChange') return event.application === app
    if (ended.delete(event.channel.id)) return true
    const [oldest] = ended.add(event.channel.id)
    if (oldest !== undefined && ended.size > mostRemembered) ended.delete(oldest)
    return false
  }
}
