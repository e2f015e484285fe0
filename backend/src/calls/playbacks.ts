/** Ids of what we play, so that it can be stopped, and its end understood, by any process. */
const farewellPrefix = 'farewell/'
const message = /^message\/([0-9a-f-]{36})\/(\d+)$/

/** Greeting and announcements of one call: one at a time. */
export const announcementId = (callId: string): string => `announcement/${callId}`

export const farewellId = (channelId: string): string => `${farewellPrefix}${channelId}`

/** The recorded message of an agentless call, the first or a later time. */
export const messageId = (callId: string, play: number): string => `message/${callId}/${play}`

/** Whose message it was that ended; undefined for any other playback. */
export function playOfMessage(playbackId: string): { callId: string; play: number } | undefined {
  const [, callId, play] = message.exec(playbackId) ?? []
  return callId === undefined ? undefined : { callId, play: Number(play) }
}

/** The channel that is to be hung up when this playback has ended; undefined for any other playback. */
export function channelOfFarewell(playbackId: string): string | undefined {
  return playbackId.startsWith(farewellPrefix) ? playbackId.slice(farewellPrefix.length) : undefined
}
