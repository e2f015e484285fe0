import type { Logger } from '@orderline/runtime/logger'
import type { TelephonyCommands } from '../port.ts'
import { uri, type Requester } from './requester.ts'

export type EntrancesDeps = { requester: Requester; channels: Pick<TelephonyCommands, 'hangUp'>; log: Logger }

/** What is done at once with a channel that enters, before anybody is told of it. */
export function createEntrances({ requester, channels, log }: EntrancesDeps) {
  return {
    /** Into the dialplan, which listens, and sends the channel back to us with what it has heard. */
    detectMachine(channelId: string): void {
      const path = uri(['channels', channelId, 'continue'], { context: 'detect-machine', extension: 's', priority: 1 })
      requester.request({ method: 'POST', uri: path }, [404]).catch((error: unknown) => {
        log.error({ channelId, err: error }, 'machine detection could not begin')
        letGo(channelId, 'normal')
      })
    },

    /** Somebody came in by a way that we do not know: an agent's phone that dialled anything but its room. */
    turnAway(channelId: string, args: string[]): void {
      log.warn({ channelId, args }, 'channel entered for no purpose of ours')
      letGo(channelId, 'unallocated')
    },
  }

  function letGo(channelId: string, cause: 'normal' | 'unallocated'): void {
    channels
      .hangUp(channelId, cause)
      .catch((error: unknown) => log.error({ channelId, err: error }, 'channel could not be turned away'))
  }
}
