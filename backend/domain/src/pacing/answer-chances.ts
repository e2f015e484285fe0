import { z } from 'zod'
import type { AttemptOutcome, EpochMs } from '../contract/index.ts'

/**
 * The chance of one order, or line of a list, to be answered, by what is known of it before the dial. Each thing known (a
 * trait) is held against what was to be expected without it: so two traits that say the same share what they explain, and
 * one that says nothing changes nothing. The campaign's own rate of this half hour is the ground on which all stands.
 */
export type AnswerTally = {
  version: 1
  /** Dials of the last half hour or so, and when the last of them was heard of. */
  heard: { dials: number; at: EpochMs | null }
  fadedAt: EpochMs | null
  /** By trait: dials, how many of them a person answered, and how many would have without this trait. */
  traits: Record<string, TraitCounts>
}
type TraitCounts = { dials: number; answered: number; expected: number }

export type KnownBeforeDial = {
  /** Charged attempts so far. */
  attemptsMade: number
  /** By the customer's clock, 0 to 23. */
  localHour: number
  /** How the number's last dial ended, of the last two days; null where there was none. */
  lastOutcome: AttemptOutcome | null
}

/** Hours of a day differ for weeks, so what was learnt yesterday is worth a lot and that of last week little. */
const halfLifeMs = 2 * 24 * 3_600_000
const fadeEveryMs = 600_000
/** The campaign's own share is learnt anew in this time; until then nothing can be held against it. */
const shareHalfLifeMs = 30 * 60_000
const enoughDials = 30
/** So many dials with a trait weigh as much as the belief that it means nothing. */
const doubtDials = 25
/** Nobody is certain to answer, or not to. */
const bounds = { least: 0.01, most: 0.97 }
const mostAttemptsToldApart = 6

export function createAnswerTally(): AnswerTally {
  return { version: 1, heard: { dials: 0, at: null }, fadedAt: null, traits: {} }
}

const countSchema = z.number().min(0)
const tallySchema = z.strictObject({
  version: z.literal(1),
  heard: z.strictObject({ dials: countSchema, at: z.number().nullable() }),
  fadedAt: z.number().nullable(),
  traits: z.record(z.string(), z.strictObject({ dials: countSchema, answered: countSchema, expected: countSchema })),
})

/** Goes on with what was kept; what cannot be read is learnt anew. */
export function resumeAnswerTally(kept: unknown): AnswerTally {
  const read = tallySchema.safeParse(kept)
  return read.success ? read.data : createAnswerTally()
}

/** What is known, in words: the names under which it is learnt, and in which it is told. */
export function answerTraits({ attemptsMade, localHour, lastOutcome }: KnownBeforeDial): string[] {
  const attempt = Math.min(mostAttemptsToldApart, attemptsMade + 1)
  const from = localHour - (localHour % 2)
  return [
    attempt === mostAttemptsToldApart ? `attempt ${attempt} or later` : `attempt ${attempt}`,
    `between ${from} and ${from + 2} o'clock`,
    lastOutcome === null ? 'not dialled in two days' : `after ${lastOutcome}`,
  ]
}

/**
 * The chance that a person answers; undefined as long as the campaign's own share is hardly known. `answerShare`: that of
 * its dials as they are now, whatever is known of them.
 */
export function answerChance(tally: AnswerTally, traits: readonly string[], answerShare: number): number | undefined {
  return tally.heard.dials < enoughDials ? undefined : chanceOf(tally, traits, answerShare)
}

function chanceOf(tally: AnswerTally, traits: readonly string[], answerShare: number): number {
  let odds = oddsOf(bounded(answerShare))
  for (const trait of traits) odds *= oddsRatio(tally.traits[trait])
  return bounded(odds / (1 + odds))
}

export type AnswerLesson = { traits: readonly string[]; isAnswered: boolean; answerShare: number; now: EpochMs }

/** Learns how one dial ended. The tally given is left as it was. */
export function learnAnswer(tally: AnswerTally, { traits, isAnswered, answerShare, now }: AnswerLesson): AnswerTally {
  const heard = hear(tally.heard, now)
  const faded = { ...fade(tally, now), heard }
  if (heard.dials < enoughDials) return faded
  const learnt = { ...faded.traits }
  for (const trait of traits) {
    const others = traits.filter((other) => other !== trait)
    const { dials, answered, expected } = learnt[trait] ?? { dials: 0, answered: 0, expected: 0 }
    learnt[trait] = {
      dials: dials + 1,
      answered: answered + (isAnswered ? 1 : 0),
      expected: expected + chanceOf(faded, others, answerShare),
    }
  }
  return { ...faded, traits: learnt }
}

function hear({ dials, at }: AnswerTally['heard'], now: EpochMs): AnswerTally['heard'] {
  const kept = at === null ? 0 : dials * 2 ** ((at - now) / shareHalfLifeMs)
  return { dials: kept + 1, at: now }
}

function fade(tally: AnswerTally, now: EpochMs): AnswerTally {
  const { fadedAt, traits } = tally
  if (fadedAt === null) return { ...tally, fadedAt: now }
  if (now - fadedAt < fadeEveryMs) return tally
  const factor = 2 ** ((fadedAt - now) / halfLifeMs)
  const faded = Object.entries(traits).map(([trait, { dials, answered, expected }]) => {
    return [trait, { dials: dials * factor, answered: answered * factor, expected: expected * factor }] as const
  })
  return { ...tally, fadedAt: now, traits: Object.fromEntries(faded) }
}

/** By how much a trait changes the odds; 1 for one that was never seen. */
function oddsRatio(counts: TraitCounts | undefined): number {
  if (!counts || counts.dials === 0) return 1
  const { dials, answered, expected } = counts
  const without = bounded(expected / dials)
  const withIt = (answered + doubtDials * without) / (dials + doubtDials)
  return oddsOf(bounded(withIt)) / oddsOf(without)
}

function oddsOf(share: number): number {
  return share / (1 - share)
}

function bounded(share: number): number {
  return Math.min(bounds.most, Math.max(bounds.least, share))
}
