import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetOf, defaultPacingSettings, guardGiveUps, guardLines, type PacingSnapshot } from './index.ts'

const settings = { ...defaultPacingSettings, maxLines: 60, callsPerSecond: 20 }
const ample = { abandoned: 0, connected: 10_000 }

function snapshotOf(more: Partial<PacingSnapshot> = {}): PacingSnapshot {
  return {
    now: 100_000,
    freeAgents: 2,
    waiting: 0,
    busy: Array.from({ length: 8 }, () => ({ state: 'talking' as const, since: 0 })),
    lines: [],
    ledger: { day: ample, month: ample },
    openedInLastSecond: 0,
    due: 1000,
    ...more,
  }
}

const lines = (count: number) => Array.from({ length: count }, () => ({ placedAt: 90_000 }))
const guarded = (wanted: number, more: Partial<PacingSnapshot> = {}, worstLoss = () => 0) =>
  guardLines({ wanted, snapshot: snapshotOf(more), settings, worstLoss })

const ledger = fc.record({ abandoned: fc.nat(400), connected: fc.nat(20_000) })
const anySnapshot = fc
  .record({
    freeAgents: fc.nat(50),
    waiting: fc.nat(10),
    ringing: fc.nat(80),
    day: ledger,
    month: ledger,
    openedInLastSecond: fc.nat(30),
    due: fc.nat(200),
  })
  .map(({ ringing, day, month, ...rest }) => snapshotOf({ ...rest, lines: lines(ringing), ledger: { day, month } }))
const anyWish = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(NaN, Infinity, -Infinity))
const anyLoss = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity))

const sureOf = ({ freeAgents, waiting, lines: open }: PacingSnapshot) => Math.max(0, freeAgents - waiting - open.length)

describe('the guards behind the controller', () => {
  it('never let more lines than trunk, speed and list allow, whatever is wished', () => {
    fc.assert(
      fc.property(anySnapshot, anyWish, anyLoss, (snapshot, wanted, loss) => {
        const { lines: opened } = guardLines({ wanted, snapshot, settings, worstLoss: () => loss })
        expect(Number.isInteger(opened)).toBe(true)
        expect(opened).toBeGreaterThanOrEqual(0)
        expect(opened).toBeLessThanOrEqual(Math.max(0, settings.maxLines - snapshot.lines.length))
        expect(opened).toBeLessThanOrEqual(Math.max(0, settings.callsPerSecond - snapshot.openedInLastSecond))
        expect(opened).toBeLessThanOrEqual(snapshot.due)
      }),
    )
  })

  it('allow one line for one free agent only, once another abandoned customer would exceed the cap', () => {
    fc.assert(
      fc.property(anySnapshot, anyWish, anyLoss, (snapshot, wanted, loss) => {
        const { day, month } = snapshot.ledger
        const wouldExceed = [day, month].some(
          ({ abandoned, connected }) => (abandoned + 1) / (abandoned + 1 + connected) > settings.cap + 1e-9,
        )
        fc.pre(wouldExceed)
        const verdict = guardLines({ wanted, snapshot, settings, worstLoss: () => loss })
        expect(verdict.lines).toBeLessThanOrEqual(sureOf(snapshot))
      }),
    )
  })

  it('open no line beyond the sure ones whose worst loss exceeds the budget', () => {
    fc.assert(
      fc.property(anySnapshot, fc.nat(100), fc.double({ min: 0.1, max: 3, noNaN: true }), (snapshot, wanted, each) => {
        const worstLoss = (count: number) => count * each
        const { lines: opened } = guardLines({ wanted, snapshot, settings, worstLoss })
        const isSure = opened <= sureOf(snapshot)
        expect(isSure || worstLoss(opened) <= budgetOf(snapshot.ledger, settings.cap)).toBe(true)
      }),
    )
  })

  it('never give less than one line for one free agent where nothing outside forbids it', () => {
    expect(guarded(NaN, { ledger: { day: { abandoned: 50, connected: 50 }, month: ample } }).lines).toBe(2)
    expect(guarded(0, { waiting: 1 }).lines).toBe(1)
  })

  it('take no risk in a young day: the 33rd answer is the first that may be lost', () => {
    const young = (connected: number) => guarded(9, { ledger: { day: { abandoned: 0, connected }, month: ample } })
    expect(young(32)).toEqual({ lines: 2, limitedBy: 'budget' })
    expect(young(33).lines).toBe(3)
  })

  it('hold the cap of 30 days as well as that of 24 hours', () => {
    const month = { abandoned: 310, connected: 10_000 }
    expect(guarded(3, { ledger: { day: ample, month } })).toEqual({ lines: 2, limitedBy: 'budget' })
  })

  it('add lines in steps', () => {
    expect(guarded(40)).toEqual({ lines: 3, limitedBy: 'ramp' })
  })

  it('CC-41: give up no line that has rung for less than 15 s, whatever is wished', () => {
    const snapshot = snapshotOf({ lines: [{ placedAt: 85_001 }, { placedAt: 85_000 }] })
    expect(guardGiveUps([0, 1, 2, -1, NaN], snapshot)).toEqual([1])
  })
})
