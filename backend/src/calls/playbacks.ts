/** Ids of what we play, so that it can be stopped, and its end understood, by any process. */
const farewellPrefix = 'farewell/'

/** Greeting and announcements of one call: one at a time. */
export const announcementId = (callId: string): string => `announcement/${callId}`

export const farewellId = (channelId: string): string => `${farewellPrefix}${channelId}`

/** The channel that is to be hung up when this playback has ended; undefined for any other playback. */
export function channelOfFarewell(playbackId: string): string | undefined {
  return playbackId.startsWith(farewellPrefix) ? playbackId.slice(farewellPrefix.length) : undefined
}
