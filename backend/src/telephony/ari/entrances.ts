import type { Logger } from '@orderline/runtime/logger'
import type { TelephonyCommands } from '../port.ts'

export type EntrancesDeps = { channels: Pick<TelephonyCommands, 'hangUp'>; log: Logger }

/** What is done at once with a channel that enters, before anybody is told of it. */
export function createEntrances({ channels, log }: EntrancesDeps) {
  return {
    /** Somebody came in by a way that we do not know: an agent's phone that dialled anything but its room. */
    turnAway(channelId: string, args: string[]): void {
      log.warn({ channelId, pii: { args } }, 'channel entered for no purpose of ours')
      channels
        .hangUp(channelId, 'unallocated')
        .catch((error: unknown) => log.error({ channelId, err: error }, 'channel could not be turned away'))
    },
  }
}
