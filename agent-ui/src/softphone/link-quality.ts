export type LinkQuality = { packetLossPercent: number | null; roundTripMs: number | null }

type Counters = { received: number; lost: number }

/**
 * Turns the browser's growing counters (W3C webrtc-stats `inbound-rtp`, `remote-inbound-rtp`, `candidate-pair`) into
 * the figures of the time since the last reading.
 */
export function createLinkQuality() {
  let before: Counters = { received: 0, lost: 0 }

  return {
    read(report: Iterable<[string, Record<string, unknown>]>): LinkQuality {
      const entries = [...report].map(([, entry]) => entry)
      const now = countersOf(entries)
      const isSameLeg = now.received >= before.received
      const received = now.received - (isSameLeg ? before.received : 0)
      const lost = Math.max(0, now.lost - (isSameLeg ? before.lost : 0))
      before = now
      const sent = received + lost
      return { packetLossPercent: sent === 0 ? null : round((lost / sent) * 100), roundTripMs: roundTripOf(entries) }
    },
  }
}

function countersOf(entries: Record<string, unknown>[]): Counters {
  const inbound = entries.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
  const sum = (key: string) => inbound.reduce((total, entry) => total + numberOf(entry[key]), 0)
  return { received: sum('packetsReceived'), lost: sum('packetsLost') }
}

function roundTripOf(entries: Record<string, unknown>[]): number | null {
  const remote = entries.find(({ type, roundTripTime }) => type === 'remote-inbound-rtp' && roundTripTime !== undefined)
  const pair = entries.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true)
  const seconds = remote?.roundTripTime ?? pair?.currentRoundTripTime
  return typeof seconds === 'number' ? Math.round(seconds * 1000) : null
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10
}
