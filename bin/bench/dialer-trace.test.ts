import { describe, expect, it } from 'vitest'
import { agentVoice, hasAgentVoice } from './dialer-ears.mjs'
import { createNetworkLog, type SeenDial } from './dialer-network.mjs'
import { countByNetwork, describeWaits, measureWaits } from './dialer-trace.mjs'

/** A dial of the network's log, with seconds for times. */
function seen(number: string, happenings: Record<string, number>): SeenDial {
  const log = createNetworkLog()
  const happen = (what: string, seconds: number) => log.read(`${what};id;${number};4000;${seconds}.000000;0.000000`)
  happen('dialed', 0)
  for (const [what, seconds] of Object.entries(happenings)) happen(what, seconds)
  return log.dials()[0] as SeenDial
}

describe('what the network counts', () => {
  it('is each customer who answered, once', () => {
    const dials = [
      seen('connected', { answered: 1, heard: 2, hungUp: 9, hungUpOn: 10 }),
      seen('talks on', { answered: 1, heard: 2 }),
      seen('abandoned', { answered: 1, hungUpOn: 9 }),
      seen('abandoned without a message', { answered: 1, hungUpOn: 3 }),
      seen('crossed', { answered: 15, hungUpOn: 16 }),
      seen('waits', { answered: 1 }),
      seen('gave up', { cancelled: 15 }),
      seen('busy', { refused: 3 }),
    ]
    expect(countByNetwork(dials)).toEqual({ answered: 6, connected: 2, abandoned: 2, crossed: 1, unsettled: 1 })
  })

  it('keeps who hung up first, and takes microseconds', () => {
    expect(seen('a', { answered: 1, heard: 2, hungUp: 9, hungUpOn: 10 })).toMatchObject({
      endedBy: 'customer',
      endedAt: 9000,
    })
    const log = createNetworkLog()
    expect(log.read('dialed;id;+1;4000;12.000000;345678.000000')).toMatchObject({
      dialedAt: 12_345.678,
      audioPort: 4000,
    })
    expect(log.read('answered;id;+1;4000;13.000000;0.000000')).toBeUndefined()
  })
})

describe('the wait for an agent', () => {
  const first = seen('first', { answered: 1, heard: 1 })
  const second = seen('second', { answered: 5, heard: 6 })

  it('is too long for those above 300 ms', () => {
    expect(describeWaits([0, 300, 300.1, 1_000])).toMatchObject({ count: 4, longShare: 0.5 })
    expect(describeWaits([])).toMatchObject({ count: 0, longShare: 0 })
  })

  it('is told apart by whether an agent was free at the answer', () => {
    const busyUntil = (seconds: number) => ({ agents: 1, freeAgainAt: new Map([['first', seconds * 1000]]) })
    expect(measureWaits([first, second], busyUntil(4))).toEqual({ all: [0, 1000], agentFree: [0, 1000] })
    expect(measureWaits([first, second], busyUntil(6))).toEqual({ all: [0, 1000], agentFree: [0] })
    expect(measureWaits([first, second], { ...busyUntil(6), agents: 2 }).agentFree).toEqual([0, 1000])
  })

  it('takes nobody for free who is due to a customer that answered before', () => {
    const waiting = seen('waiting', { answered: 4, hungUpOn: 9 })
    const team = { agents: 2, freeAgainAt: new Map([['first', 10_000]]) }
    expect(measureWaits([first, waiting, second], team)).toEqual({ all: [0, 1000], agentFree: [0] })
    // Two seconds after the answer nobody is sent any more.
    const later = seen('later', { answered: 6, heard: 6 })
    expect(measureWaits([first, waiting, later], team).agentFree).toEqual([0, 0])
  })
})

describe('an agent is heard', () => {
  const packet = (samples: Buffer) => Buffer.concat([Buffer.alloc(12), samples])
  const voice = agentVoice().subarray(3, 163)
  const silence = Buffer.alloc(160, 0xd5)

  it('whatever sample the packet begins with, and when half of it is silent at most', () => {
    expect(hasAgentVoice(packet(voice))).toBe(true)
    expect(hasAgentVoice(packet(Buffer.concat([silence.subarray(0, 50), voice.subarray(50)])))).toBe(true)
  })

  it('not in silence, in noise or in other tones', () => {
    expect(hasAgentVoice(packet(silence))).toBe(false)
    expect(hasAgentVoice(packet(Buffer.from(Array.from({ length: 160 }, (_, n) => (n * 37) % 256))))).toBe(false)
  })
})
