import { abandonedRate } from '../contract/index.ts'
import type { Ledger } from './types.ts'

/** What a machine detection said in a window of time, and what agents said of the part that was passed to them. */
export type MachineVerdicts = { hungUp: number; judgedPersons: number; judgedMachines: number }
type Judged = Omit<MachineVerdicts, 'hungUp'>

/**
 * Share of persons among verdicts before anything was judged. Detectors by the length of a greeting take about one
 * person in twenty for a machine; where persons answer twice as often as machines, that is one verdict in ten.
 */
export const presumedErrorShare = 0.1
/** How many judged calls the presumption is worth. */
const presumptionWeight = 10

/** Share of persons in 30 days' sample. Never less than its plain share, so that the presumption cannot hide errors. */
export function errorShare(judged: Judged): number {
  const size = judged.judgedPersons + judged.judgedMachines
  const likely = likelyShare(judged, presumedErrorShare)
  return size === 0 ? likely : Math.max(likely, judged.judgedPersons / size)
}

/**
 * Adds the persons whom the detection has probably hung up on to the abandoned ones, as regulators ask
 * (Ofcom, persistent misuse: a reasoned estimate of false positives). What was measured is never made less. The day is
 * presumed to be like its month: a detector that begins to err is noticed within a day's sample, and one person at its
 * beginning does not stand for all who were hung up.
 */
export function withDetectorErrors(
  ledger: { day: Ledger; month: Ledger },
  verdicts: { day: MachineVerdicts; month: MachineVerdicts },
): { day: Ledger; month: Ledger } {
  const ofMonth = errorShare(verdicts.month)
  const ofDay = likelyShare(verdicts.day, ofMonth)
  return {
    day: plus(ledger.day, verdicts.day.hungUp * ofDay),
    month: plus(ledger.month, verdicts.month.hungUp * ofMonth),
  }
}

/**
 * Share of persons among those who were hung up, out of a sample drawn by lot. The mean of a Beta distribution that
 * begins at the presumption: a sample of three that has no person in it proves little, and must not count as "never
 * wrong". An upper confidence limit (Wilson) would presume a detector that nobody has judged yet to be always wrong, and
 * its first hundred verdicts would end predictive dialling for the month.
 */
function likelyShare({ judgedPersons, judgedMachines }: Judged, presumed: number): number {
  return (judgedPersons + presumptionWeight * presumed) / (judgedPersons + judgedMachines + presumptionWeight)
}

function plus(measured: Ledger, estimated: number): Ledger {
  if (estimated === 0) return measured
  return { ...measured, abandoned: measured.abandoned + estimated, estimated }
}

/** Abandoned of all who answered, what is estimated of them included; 0 while nobody has answered. */
export function abandonedShare(ledger: Ledger): number {
  return abandonedRate(ledger) ?? 0
}
