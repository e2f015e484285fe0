import { describe, expect, it } from 'vitest'
import {
  createPacingState,
  defaultPacingSettings,
  pace,
  resumePacing,
  type BusyAgent,
  type PacingEvent,
  type PacingSettings,
  type PacingSnapshot,
  type PacingState,
} from './index.ts'
import { sectionCurves } from './sections.ts'
import { endsWithin } from './durations.ts'

const settings: PacingSettings = defaultPacingSettings
const ample = { abandoned: 20, connected: 1000 }

function snapshotOf(more: Partial<PacingSnapshot> = {}): PacingSnapshot {
  const busy: BusyAgent[] = Array.from({ length: 8 }, () => ({ state: 'talking', since: 40_000 }))
  const rest = { now: 60_000, freeAgents: 4, waiting: 0, openedInLastSecond: 0, due: 1000 }
  return { ...rest, busy, lines: [], ledger: { day: ample, month: ample }, ...more }
}

const decide = (state: PacingState, more: Partial<PacingSnapshot> = {}, events: PacingEvent[] = []) =>
  pace({ state, snapshot: snapshotOf(more), events, settings })

/** Three in ten answer after 8 to 16 s, the others ring for 30 s; talks take 100 s, wrap-ups 10 s. */
function experienced(): PacingState {
  let state = createPacingState()
  for (let minute = 0; minute < 60; minute += 1) {
    const start = minute * 100_000 + 1
    const events: PacingEvent[] = Array.from({ length: 10 }, (_, dial) => ({
      type: 'lineResolved',
      line: { placedAt: start },
      at: start + (dial < 3 ? 8_000 + ((minute * 7 + dial * 13) % 41) * 200 : 30_000),
      by: dial < 3 ? 'person' : 'other',
    }))
    events.push({
      type: 'busyEnded',
      agent: { state: 'talking', since: start },
      at: start + 100_000 - 1,
      how: 'finished',
    })
    events.push({ type: 'busyEnded', agent: { state: 'wrap-up', since: start }, at: start + 10_000, how: 'finished' })
    state = pace({ state, snapshot: snapshotOf({ now: start - 1, busy: [] }), events: [], settings }).state
    state = pace({ state, snapshot: snapshotOf({ now: start + 99_999, busy: [] }), events, settings }).state
  }
  return state
}

describe('pacing', () => {
  it('learns which share of dials is answered, and how long that and a talk take', () => {
    const { figures } = decide(experienced(), { now: 6_100_000, busy: [] }).decision
    expect(figures.answerShare).toBeGreaterThan(0.26)
    expect(figures.answerShare).toBeLessThan(0.34)
    expect(figures.meanSecondsToAnswer).toBeGreaterThan(11)
    expect(figures.meanSecondsToAnswer).toBeLessThan(14)
    expect(figures.meanTalkSeconds).toBeGreaterThan(85)
  })

  it('CC-41: opens more lines than there are free agents when most dials are not answered', () => {
    const { decision } = decide(experienced(), { now: 6_100_000, busy: [] })
    expect(decision.wanted).toBeGreaterThan(4)
  })

  it('opens fewer where the orders to come are likely to be answered', () => {
    const state = experienced()
    const lines = (probability: number) =>
      decide(state, { now: 6_100_000, busy: [], candidates: new Array<number>(50).fill(probability) }).decision.wanted
    expect(lines(0.9)).toBeLessThan(lines(0.1))
  })

  it('takes back the accepted risk after an abandoned customer more than it gives after a connected one', () => {
    const risk = (how: 'connected' | 'abandoned') =>
      decide(createPacingState(), {}, [{ type: 'answerSettled', at: 60_000, how }]).decision.figures.acceptedRisk
    const start = decide(createPacingState()).decision.figures.acceptedRisk
    expect(risk('connected') / start).toBeCloseTo(Math.exp(0.15 * 0.027), 9)
    expect(risk('abandoned') / start).toBeCloseTo(Math.exp(0.15 * (0.027 - 1)), 9)
  })

  it('gives up lines after 15 s when nobody could talk, and none while an agent is free', () => {
    const lines = [{ placedAt: 58_000 }, { placedAt: 44_000 }]
    expect(decide(createPacingState(), { freeAgents: 0, lines }).decision.giveUp).toEqual([1])
    expect(decide(createPacingState(), { freeAgents: 1, lines }).decision.giveUp).toEqual([])
    const kept = { ...settings, keepsRinging: true }
    const snapshot = snapshotOf({ freeAgents: 0, lines })
    expect(pace({ state: createPacingState(), snapshot, events: [], settings: kept }).decision.giveUp).toEqual([])
  })

  it('says why, the guard that stepped in first', () => {
    const day = { abandoned: 1, connected: 20 }
    const lines = [{ placedAt: 50_000 }]
    const { because } = decide(createPacingState(), { lines, ledger: { day, month: ample }, now: 60_000 }).decision
    expect(because[0]).toMatch(/^3 lines to open: .* of 1 open line to be answered$/)
    expect(because[2]).toMatch(/abandoned: 4\.8 % in 24 hours, 2\.0 % in 30 days, cap 3\.0 %$/)
    const limited = decide(experienced(), { now: 6_100_000, busy: [], ledger: { day, month: ample } }).decision
    expect(limited.limitedBy).toBe('budget')
    expect(limited.because[0]).toMatch(/^limited: one line for one free agent/)
  })

  it('says what is expected of the next orders where they differ', () => {
    const said = (candidates: number[]) => decide(createPacingState(), { candidates }).decision.because
    expect(said([0.1, 0.5, 0.3])).toContain(
      'of the next 3 to dial 30.0 % are expected to be answered, by what is known of each: 10.0 % to 50.0 %',
    )
    expect(said([0.3, 0.3]).filter((sentence) => sentence.includes('of the next'))).toEqual([])
  })

  it('leaves the state that it was given as it was', () => {
    const state = createPacingState()
    const before = JSON.stringify(state)
    decide(state, { lines: [{ placedAt: 50_000 }] }, [
      { type: 'lineResolved', line: { placedAt: 50_000 }, at: 59_000, by: 'person' },
    ])
    expect(JSON.stringify(state)).toBe(before)
  })
})

describe('what is kept over a restart', () => {
  it('is plain JSON, and decides the same afterwards', () => {
    const state = experienced()
    const resumed = resumePacing(JSON.parse(JSON.stringify(state)))
    const later = { now: 6_200_000, busy: [] }
    expect(decide(resumed, later).decision.wanted).toBe(decide(state, later).decision.wanted)
    expect(resumed.accountedUntil).toBeNull()
  })

  it('is learnt anew when it cannot be read', () => {
    const strange = { ...createPacingState(), ringing: { binSeconds: 2, exposure: [1], endings: [] } }
    for (const kept of [undefined, null, 'x', {}, { version: 2 }, strange]) {
      expect(resumePacing(kept)).toEqual(createPacingState())
    }
  })
})

describe('the questionnaire as a predictor', () => {
  it('knows after some talks that the last tenth is near the end', () => {
    let state = createPacingState()
    const at = (now: number, busy: BusyAgent[], events: PacingEvent[] = []) => {
      state = pace({ state, snapshot: snapshotOf({ now, busy }), events, settings }).state
    }
    for (let talk = 0; talk < 30; talk += 1) {
      const since = talk * 110_000
      const agent = (progress: number): BusyAgent => ({ state: 'talking', since, agentId: 'olena', progress })
      at(since, [agent(0)])
      at(since + 90_000, [agent(0.95)])
      at(since + 98_000, [agent(0.95)])
      at(since + 101_000, [], [{ type: 'busyEnded', agent: agent(0.95), at: since + 100_000, how: 'finished' }])
    }
    const curves = sectionCurves(state)
    expect(curves[9] && endsWithin(curves[9], 4, 10)).toBeGreaterThan(0.6)
    expect(curves[0] && endsWithin(curves[0], 4, 10)).toBeLessThan(0.1)
    expect(curves[5]).toBeUndefined()
    expect(state.passages).toEqual({})
  })
})
