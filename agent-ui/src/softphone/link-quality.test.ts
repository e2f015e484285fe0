import { describe, expect, it } from 'vitest'
import { createLinkQuality } from './link-quality.ts'

function report(packetsReceived: number, packetsLost: number, roundTripTime?: number) {
  return new Map<string, Record<string, unknown>>([
    ['in', { type: 'inbound-rtp', kind: 'audio', packetsReceived, packetsLost }],
    ['remote', { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime }],
  ])
}

describe('link quality', () => {
  it('counts the loss since the last reading, not since the beginning of the leg', () => {
    const quality = createLinkQuality()
    quality.read(report(900, 100))
    expect(quality.read(report(1890, 110)).packetLossPercent).toBe(1)
  })

  it('starts again with a new leg, whose counters begin at zero', () => {
    const quality = createLinkQuality()
    quality.read(report(5000, 50))
    expect(quality.read(report(90, 10)).packetLossPercent).toBe(10)
  })

  it('says nothing while no packet came', () => {
    const quality = createLinkQuality()
    quality.read(report(100, 0))
    expect(quality.read(report(100, 0)).packetLossPercent).toBeNull()
  })

  it('gives the round trip in milliseconds', () => {
    expect(createLinkQuality().read(report(1, 0, 0.0432)).roundTripMs).toBe(43)
  })
})
