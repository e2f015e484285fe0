import { beforeEach, describe, expect, it } from 'vitest'
import type { AriEvent } from './ari-schemas.ts'
import { createToldTwice } from './told-twice.ts'

const own = 'orderline'
const trunks = 'orderline-trunk'
const callers = 'orderline-callers'
let isToldTwice: ReturnType<typeof createToldTwice>
beforeEach(() => {
  isToldTwice = createToldTwice({ app: own, trunkEndpoint: 'trunk' })
})

const channel = (id: string, endpoint = 'trunk') => ({
  id,
  name: `PJSIP/${endpoint}-0000002a`,
  state: 'Ringing',
  caller: { name: '', number: '' },
  dialplan: { context: '', app_name: '', app_data: '' },
  creationtime: '',
})
const end = (application: string, id = 'alice', endpoint?: string): AriEvent => {
  return { type: 'ChannelDestroyed', application, cause: 16, cause_txt: '', channel: channel(id, endpoint) }
}
const ring = (application: string, endpoint?: string): AriEvent => {
  return { type: 'ChannelStateChange', application, channel: channel('alice', endpoint) }
}

describe('what two applications tell of one channel', () => {
  it.each([own, trunks, callers])('its end counts when %s alone tells it', (application) => {
    expect(isToldTwice(end(application))).toBe(false)
  })

  it.each([
    [own, trunks],
    [trunks, own],
    [trunks, callers],
    [callers, trunks],
  ])('its end counts once, from %s, when %s tells it too', (first, second) => {
    expect(isToldTwice(end(first))).toBe(false)
    expect(isToldTwice(end(second))).toBe(true)
  })

  it('its end counts once when all three tell it', () => {
    expect([trunks, callers, own].map((app) => isToldTwice(end(app)))).toEqual([false, true, true])
  })

  it('ends of different channels do not stand for each other', () => {
    expect(isToldTwice(end(trunks, 'alice'))).toBe(false)
    expect(isToldTwice(end(own, 'bob'))).toBe(false)
  })

  it('its state counts from the trunk’s application, which hears it from the beginning, and not from our own', () => {
    expect(isToldTwice(ring(trunks))).toBe(false)
    expect(isToldTwice(ring(own))).toBe(true)
    expect(isToldTwice(ring(trunks))).toBe(false)
  })

  it('everything counts of an agent’s channel, which our own application alone hears', () => {
    expect(isToldTwice(ring(own, 'agent-1'))).toBe(false)
    expect(isToldTwice(end(own, 'leg', 'agent-1'))).toBe(false)
  })

  it('nothing else is told twice', () => {
    const start: AriEvent = { type: 'StasisStart', application: own, args: [], channel: channel('alice') }
    expect([isToldTwice(start), isToldTwice(start)]).toEqual([false, false])
  })

  it('the last five thousand ends are remembered, the oldest is forgotten first', () => {
    const ids = Array.from({ length: 5_001 }, (_, i) => `channel-${i}`)
    for (const id of ids) isToldTwice(end(trunks, id))
    expect(isToldTwice(end(own, 'channel-1'))).toBe(true)
    expect(isToldTwice(end(own, 'channel-5000'))).toBe(true)
    expect(isToldTwice(end(own, 'channel-0'))).toBe(false)
  })
})
