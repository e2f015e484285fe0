import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  abandonedShare,
  defaultPacingSettings,
  errorShare,
  guardLines,
  presumedErrorShare,
  withDetectorErrors,
  type Ledger,
  type MachineVerdicts,
} from './index.ts'

const verdicts = (hungUp: number, judgedPersons = 0, judgedMachines = 0): MachineVerdicts => ({
  hungUp,
  judgedPersons,
  judgedMachines,
})
const anyVerdicts = fc.record({ hungUp: fc.nat(5_000), judgedPersons: fc.nat(300), judgedMachines: fc.nat(300) })
const anyLedger = fc.record({ abandoned: fc.nat(400), connected: fc.nat(20_000) })
const anyWindows = fc.record({ day: anyLedger, month: anyLedger })
const both = <T>(of: T) => ({ day: of, month: of })

describe('the share of persons among those taken for machines', () => {
  it('is presumed until somebody has judged, and then more and more what was found', () => {
    expect(errorShare(verdicts(0))).toBe(presumedErrorShare)
    expect(errorShare(verdicts(0, 0, 10))).toBe(presumedErrorShare / 2)
    expect(errorShare(verdicts(0, 0, 990))).toBeCloseTo(0.001)
    expect(errorShare(verdicts(0, 300, 700))).toBeCloseTo(0.3)
  })

  it('of 30 days is never less than the share in the sample, is a share, and grows with each person found', () => {
    fc.assert(
      fc.property(anyVerdicts, ({ judgedPersons, judgedMachines }) => {
        const share = errorShare({ judgedPersons, judgedMachines })
        expect(share).toBeGreaterThanOrEqual(judgedPersons / Math.max(1, judgedPersons + judgedMachines))
        expect(share).toBeLessThanOrEqual(1)
        expect(errorShare({ judgedPersons: judgedPersons + 1, judgedMachines })).toBeGreaterThanOrEqual(share)
        expect(errorShare({ judgedPersons, judgedMachines: judgedMachines + 1 })).toBeLessThanOrEqual(share)
      }),
    )
  })

  it('of a day of whose sample one call was judged, a person, is not all', () => {
    const [month, ofDay] = [verdicts(1_000, 20, 380), verdicts(19, 1, 0)]
    const { day } = withDetectorErrors(both({ abandoned: 0, connected: 500 }), { day: ofDay, month })
    expect(day.estimated).toBeLessThan(3)
    expect(day.estimated).toBeGreaterThan(19 * errorShare(month))
  })

  it('of a day without a sample is that of its month', () => {
    const month = verdicts(1_000, 20, 380)
    const { day } = withDetectorErrors(both({ abandoned: 0, connected: 500 }), { day: verdicts(100), month })
    expect(day.estimated).toBeCloseTo(100 * errorShare(month))
  })
})

describe('PACING: the abandoned rate with machine detection on', () => {
  it('is never below what was measured, and says how much of it is estimated', () => {
    fc.assert(
      fc.property(anyWindows, anyVerdicts, anyVerdicts, ({ day, month }, ofDay, ofMonth) => {
        const told = withDetectorErrors({ day, month }, { day: ofDay, month: ofMonth })
        for (const [after, before] of [
          [told.day, day],
          [told.month, month],
        ] as const) {
          expect(after.abandoned).toBeGreaterThanOrEqual(before.abandoned)
          expect(after.connected).toBe(before.connected)
          expect(after.abandoned - (after.estimated ?? 0)).toBeCloseTo(before.abandoned)
          expect(abandonedShare(after)).toBeGreaterThanOrEqual(abandonedShare(before))
        }
      }),
    )
  })

  it('is what was measured, and nothing else, where nothing was hung up', () => {
    const measured: Ledger = { abandoned: 3, connected: 97 }
    expect(withDetectorErrors(both(measured), both(verdicts(0, 2, 5)))).toEqual(both(measured))
  })

  it('adds the persons who were probably hung up on: one in ten of 60 that nobody judged', () => {
    const { day } = withDetectorErrors(both({ abandoned: 4, connected: 290 }), both(verdicts(60)))
    expect(day).toEqual({ abandoned: 10, connected: 290, estimated: 6 })
    expect(abandonedShare(day)).toBeCloseTo(10 / 300)
  })
})

describe('the guard on a campaign whose detector errs', () => {
  function linesWith(of: MachineVerdicts): { lines: number; limitedBy: string | null } {
    const ledger = withDetectorErrors(both({ abandoned: 10, connected: 990 }), both(of))
    const busy = Array.from({ length: 20 }, () => ({ state: 'talking' as const, since: 0 }))
    const snapshot = { now: 0, freeAgents: 1, waiting: 0, busy, lines: [], ledger, openedInLastSecond: 0, due: 500 }
    return guardLines({ wanted: 6, snapshot, settings: defaultPacingSettings, worstLoss: () => 1 })
  }

  it('lets it dial ahead while the sample shows no person', () => {
    expect(linesWith(verdicts(400, 0, 200))).toEqual({ lines: 6, limitedBy: null })
  })

  it('closes when the sample shows that it hangs up on many', () => {
    expect(linesWith(verdicts(400, 12, 188))).toEqual({ lines: 1, limitedBy: 'budget' })
  })
})
