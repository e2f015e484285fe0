import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Runs in the page before its own scripts: keeps every peer connection, so that its packets can be counted. */
export const watchPeerConnections = `
  window.peerConnections = []
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...args) {
      super(...args)
      window.peerConnections.push(this)
    }
  }
`

const countPackets = `(async () => {
  const sums = { sent: 0, received: 0, energy: 0, playedSeconds: 0 }
  for (const connection of window.peerConnections) {
    if (connection.connectionState === 'closed') continue
    for (const figure of (await connection.getStats()).values()) {
      if (figure.type === 'outbound-rtp') sums.sent += figure.packetsSent
      if (figure.type === 'inbound-rtp') {
        sums.received += figure.packetsReceived
        sums.energy += figure.totalAudioEnergy ?? 0
        sums.playedSeconds += figure.totalSamplesDuration ?? 0
      }
    }
  }
  return sums
})()`

export type Packets = { sent: number; received: number; energy: number; playedSeconds: number }

/** RTP packets of the page's open calls; `energy` grows only while something is to be heard. */
export const packetsOf = (page: Page): Promise<Packets> => page.evaluate<Packets>(countPackets)

/** Half a second of sound in both directions, from now on. */
export async function expectTalk(page: Page): Promise<void> {
  const before = await packetsOf(page)
  await expect
    .poll(async () => grown(before, await packetsOf(page)), { timeout: 30_000 })
    .toEqual({ sends: true, receives: true, hears: true })
}

/** Half a second in which nobody is heard, whether or not packets come. */
export async function expectSilence(page: Page): Promise<void> {
  let before = await packetsOf(page)
  await expect
    .poll(
      async () => {
        const now = await packetsOf(page)
        if (now.playedSeconds - before.playedSeconds < 0.5) return 'listening'
        const isQuiet = now.energy - before.energy < 1e-6
        before = now
        return isQuiet ? 'quiet' : 'somebody speaks'
      },
      { timeout: 30_000 },
    )
    .toBe('quiet')
}

function grown(before: Packets, now: Packets) {
  return {
    sends: now.sent - before.sent >= 25,
    receives: now.received - before.received >= 25,
    hears: now.energy - before.energy > 1e-4,
  }
}

/** An audio element, without the types of a browser. */
type Player = { play(): Promise<void>; currentTime: number }

/** A recording that stands on the page is heard. */
export async function expectPlays(player: Locator): Promise<void> {
  await player.evaluate((audio: unknown) => (audio as Player).play())
  await expect.poll(() => player.evaluate((audio: unknown) => (audio as Player).currentTime)).toBeGreaterThan(0.2)
}
