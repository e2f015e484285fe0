import { createPacingState, defaultPacingSettings, pace, type PacingSnapshot } from '@orderline/domain/pacing'
import { describe, expect, it } from 'vitest'
import { readReason } from './reason-patterns.ts'

const ample = { abandoned: 20, connected: 1000 }
const quiet: PacingSnapshot = {
  now: 600_000,
  freeAgents: 4,
  waiting: 0,
  busy: [],
  lines: [],
  ledger: { day: ample, month: ample },
  openedInLastSecond: 0,
  due: 1000,
}
const moments: Record<string, Partial<PacingSnapshot>> = {
  'a quiet moment': {},
  'nothing left to dial': { due: 0 },
  'orders that differ': { candidates: [0.1, 0.4, 0.7] },
  'a day over its cap': { ledger: { day: { abandoned: 90, connected: 910 }, month: ample } },
  'errors of the machine detection': {
    ledger: { day: { ...ample, estimated: 1.5 }, month: { ...ample, estimated: 4 } },
  },
  'a short budget': { ledger: { day: { abandoned: 28, connected: 940 }, month: ample }, freeAgents: 40 },
  'nobody for lines that ring long': { freeAgents: 0, lines: [{ placedAt: 1000 }, { placedAt: 570_000 }] },
}

describe.each(Object.entries(moments))('what pacing says of %s', (_name, moment) => {
  it.each([
    ['usual limits', {}],
    ['few lines', { maxLines: 1 }],
    ['few lines a second', { callsPerSecond: 1 }],
  ])('is understood sentence by sentence, with %s', (_limits, limits) => {
    const settings = { ...defaultPacingSettings, ...limits }
    const { because } = pace({
      state: createPacingState(),
      snapshot: { ...quiet, ...moment },
      events: [],
      settings,
    }).decision
    expect(because.length).toBeGreaterThan(2)
    expect(because.filter((sentence) => readReason(sentence) === undefined)).toEqual([])
  })
})

it('keeps the figures, and lets other words be', () => {
  expect(readReason('one line for each of 3 free agents')).toEqual({ key: 'oneForOne', figures: { n: '3' } })
  expect(readReason('the moon is full')).toBeUndefined()
})
