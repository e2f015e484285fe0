import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { isAppError } from '@orderline/runtime/errors'
import type { TelephonyEventOf } from '../events.ts'
import { ariChannelSchema, type AriChannel } from './ari-schemas.ts'
import type { AriOptions } from './ari-options.ts'
import { uri, type Requester } from './requester.ts'
import { applicationsOf } from './subscribe-to-events.ts'
import { stasisArguments } from './translate-event.ts'

export type FollowerDeps = {
  requester: Pick<Requester, 'request'>
  options: Pick<AriOptions, 'app' | 'log'>
  /** Events are wanted, whether or not they are heard at this moment. */
  isWanted: () => boolean
  /** Asterisk says that there is no such channel. */
  onGone: (channelId: string) => void
}

type Entrance = Pick<TelephonyEventOf<'customerArrived' | 'roomEntered'>, 'type' | 'channelId'>

const againAfterMs = 250

/** Asterisk tells the end of a channel that came by the dialplan only to those who asked for it. */
export function createFollower({ requester, options, isWanted, onGone }: FollowerDeps) {
  const { app, log } = options
  const { callersApp } = applicationsOf(app)

  /** Resolves when Asterisk has answered for this channel, or nobody wants to hear any more. */
  async function ask({ type, channelId }: Entrance): Promise<void> {
    const application = type === 'customerArrived' ? callersApp : app
    const path = uri(['applications', application, 'subscription'], { eventSource: `channel:${channelId}` })
    while (isWanted()) {
      try {
        return await requester.request({ method: 'POST', uri: path }).then(() => undefined)
      } catch (error) {
        // 422: there is no such channel. 404 is the application, which Asterisk has lost with our connection.
        if (isAppError(error, 'telephony/conflict')) return onGone(channelId)
        log.warn({ channelId, err: error }, 'channel cannot be followed yet')
      }
      await delay(againAfterMs, undefined, { ref: false })
    }
  }

  const follow = (entrance: Entrance): void => void ask(entrance)

  return {
    /** Asks until Asterisk has answered: the connections for requests may be lost with the request. */
    follow,
    /**
     * Asks for all who are here, also for those whom somebody may have asked for: who came while nobody heard, or to a
     * process that died before it could ask. Asterisk's own list does not tell them apart: it has whoever is in our hands.
     */
    async followAll(): Promise<void> {
      const channels = z.array(ariChannelSchema).parse(await requester.request({ method: 'GET', uri: 'channels' }))
      for (const channel of channels) {
        const type = entranceOf(channel, app)
        if (type) follow({ type, channelId: channel.id })
      }
    },
  }
}

/** How a channel has come in by the dialplan; undefined for one that we called, or that has not entered. */
function entranceOf(channel: AriChannel, app: string): Entrance['type'] | undefined {
  const [kind, what] = stasisArguments(channel, app) ?? []
  if (kind === 'inbound') return 'customerArrived'
  return kind === 'agent' && what === 'room' ? 'roomEntered' : undefined
}
