import type { TelephonyEvent } from '../events.ts'
import type { Telephony } from '../port.ts'
import { createAccountCommands } from './account-commands.ts'
import type { AriOptions } from './ari-options.ts'
import type { AriEvent } from './ari-schemas.ts'
import { createBridgeCommands } from './bridge-commands.ts'
import { createChannelCommands } from './channel-commands.ts'
import { createEntrances } from './entrances.ts'
import { createEventStream } from './event-stream.ts'
import { createFollower } from './follow-channels.ts'
import { createListing } from './listing.ts'
import { openRequester } from './requester.ts'
import { createRestClient } from './rest-client.ts'
import { createToldTwice } from './told-twice.ts'
import { translateEvent } from './translate-event.ts'

/** The telephony port, carried out by Asterisk 22 over ARI. Connects at once, and for ever. */
export function createAriTelephony(options: AriOptions): Telephony {
  const { log } = options
  const listeners = new Set<(event: TelephonyEvent) => void>()
  const requester = openRequester(options)
  const rest = createRestClient(options)
  const channels = createChannelCommands(requester, options)
  const entrances = createEntrances({ channels, log })
  const isToldTwice = createToldTwice(options)
  const follower = createFollower({ requester, options, isWanted: () => stream.isStarted(), onGone: tellGone })
  const stream = createEventStream({
    ...options,
    requester,
    onHearing: follower.followAll,
    onEvent: hear,
    onConnection: tell,
  })

  function hear(ariEvent: AriEvent): void {
    if (isToldTwice(ariEvent)) return
    const event = translateEvent(ariEvent)
    if (event?.type === 'customerArrived' || event?.type === 'roomEntered') follower.follow(event)
    if (event) return tell(event)
    if (ariEvent.type === 'StasisStart') entrances.turnAway(ariEvent.channel.id, ariEvent.args)
  }

  function tell(event: TelephonyEvent): void {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        log.error({ err: error, event: event.type }, 'a listener failed on a telephony event')
      }
    }
  }

  /** The caller was faster than we: it hung up before Asterisk heard that we want to know. */
  function tellGone(channelId: string): void {
    tell({ type: 'channelGone', channelId, cause: 16, causeText: 'Normal Clearing', wasUp: false })
  }

  return {
    ...channels,
    ...createBridgeCommands(requester),
    ...createAccountCommands({ rest, requester, options }),
    ...createListing({ requester, options }),
    start: () => stream.start(),
    stop: () => stream.stop(),
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async check() {
      await requester.request({ method: 'GET', uri: 'asterisk/ping' })
    },
    async close() {
      await stream.stop()
      requester.close()
    },
  }
}
