import { hazardsOf, type HazardTable } from './hazard-table.ts'
import { byPerson, personPrior } from './ringing.ts'

/**
 * The answers of the last minute or two, and how many were to be expected of the very same ringing. What is learnt is
 * half an hour deep, which makes it sure and slow; this tells within seconds that many more pick up than before.
 */
export type Lately = { expected: number; answered: number }

const halfLifeSeconds = 60
/** Deviations that are taken for chance: as a rule nothing happens, and then nothing is changed. */
const chance = 2

/** Adds what was learnt between two states of the table of ringing, so many seconds apart. */
export function followLately(
  lately: Lately,
  { before, after, seconds }: { before: HazardTable; after: HazardTable; seconds: number },
): Lately {
  const kept = 2 ** (-seconds / halfLifeSeconds)
  return {
    expected: lately.expected * kept + expectedBetween(before, after),
    answered: lately.answered * kept + answersOf(after) - answersOf(before),
  }
}

/**
 * How many times as many answer as before, as far as it is beyond chance; 1 as a rule. Never less: who waits for more
 * before dialling more loses seconds of agents, who dials on a lull loses customers.
 */
export function burstOf({ expected, answered }: Lately): number {
  // Twice the difference of the roots of two such counts deviates by one (Anscombe 1948, The transformation of Poisson data).
  const [before, now] = [Math.sqrt(expected + 0.375), Math.sqrt(answered + 0.375)]
  return Math.max(1, (now - chance / 2) / before) ** 2
}

function expectedBetween(before: HazardTable, after: HazardTable): number {
  const hazards = hazardsOf(before, byPerson, personPrior)
  let expected = 0
  for (let bin = 0; bin < hazards.length; bin += 1) {
    expected += ((after.exposure[bin] ?? 0) - (before.exposure[bin] ?? 0)) * (hazards[bin] ?? 0)
  }
  return expected
}

function answersOf({ endings }: HazardTable): number {
  let answers = 0
  for (const count of endings[byPerson] ?? []) answers += count
  return answers
}
