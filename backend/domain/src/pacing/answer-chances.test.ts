import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerChance,
  answerTraits,
  createAnswerTally,
  learnAnswer,
  resumeAnswerTally,
  type AnswerTally,
} from './answer-chances.ts'

const dayMs = 24 * 3_600_000
const first = answerTraits({ attemptsMade: 0, localHour: 10, lastOutcome: null })
const fifth = answerTraits({ attemptsMade: 4, localHour: 10, lastOutcome: 'no-answer' })

/** Chance that can be repeated (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Where enough was heard to tell one. */
function chance(tally: AnswerTally, traits: readonly string[], answerShare: number): number {
  const told = answerChance(tally, traits, answerShare)
  if (told === undefined) throw new Error('nothing is told yet')
  return told
}

type Kind = { traits: string[]; share: number; truth: number }

/** Dials of several kinds, mixed; the pooled share is told as a campaign would know it. */
function simulate(
  kinds: readonly Kind[],
  { dials, seed = 1, now = 0 }: { dials: number; seed?: number; now?: number },
) {
  const random = createRandom(seed)
  const answerShare = kinds.reduce((sum, { share, truth }) => sum + share * truth, 0)
  let tally = createAnswerTally()
  for (let dial = 0; dial < dials; dial += 1) {
    let choice = random()
    const { traits, truth } = kinds.find(({ share }) => (choice -= share) <= 0) ?? kinds[0]!
    tally = learnAnswer(tally, { traits, isAnswered: random() < truth, answerShare, now })
  }
  return { tally, answerShare }
}

describe('the chance of one order to be answered', () => {
  it('CC-41: is told when the campaign has dialled thirty times, and not for a start', () => {
    const after = (dials: number) =>
      answerChance(simulate([{ traits: fifth, share: 1, truth: 0.3 }], { dials }).tally, first, 0.31)
    expect(after(0)).toBeUndefined()
    expect(after(29)).toBeUndefined()
    expect(Math.abs((after(30) ?? 0) - 0.31)).toBeLessThan(0.03)
  })

  it('is the share of the campaign where all are alike, though that was not known at first', () => {
    let tally = createAnswerTally()
    for (let dial = 0; dial < 300; dial += 1) {
      const answerShare = dial < 25 ? 0.4 : 0.55
      tally = learnAnswer(tally, { traits: first, isAnswered: (dial * 7) % 20 < 11, answerShare, now: dial * 1_000 })
    }
    expect(Math.abs((answerChance(tally, first, 0.55) ?? 0) - 0.55)).toBeLessThan(0.02)
  })

  it('is not told in the morning, before the campaign knows how it goes today', () => {
    const { tally } = simulate([{ traits: fifth, share: 1, truth: 0.3 }], { dials: 200 })
    const now = 12 * 3_600_000
    const next = learnAnswer(tally, { traits: fifth, isAnswered: true, answerShare: 0.3, now })
    expect(answerChance(next, fifth, 0.3)).toBeUndefined()
    expect(next.traits[fifth[0]!]?.dials).toBeGreaterThan(100)
  })

  it('CC-41: comes close to what each kind of order does', () => {
    const kinds = [
      { traits: first, share: 0.25, truth: 0.69 },
      { traits: answerTraits({ attemptsMade: 1, localHour: 10, lastOutcome: 'busy' }), share: 0.35, truth: 0.25 },
      { traits: fifth, share: 0.4, truth: 0.1 },
    ]
    for (const seed of [1, 2, 3]) {
      const { tally, answerShare } = simulate(kinds, { dials: 2_000, seed })
      for (const { traits, truth } of kinds) {
        expect(Math.abs(chance(tally, traits, answerShare) - truth)).toBeLessThan(0.05)
      }
    }
  })

  it('foresees as many answers as come, over all dials', () => {
    const kinds = [0, 1, 2, 3].flatMap((attemptsMade) =>
      [9, 13, 19].map((localHour) => {
        const traits = answerTraits({ attemptsMade, localHour, lastOutcome: attemptsMade === 0 ? null : 'no-answer' })
        return { traits, share: 1 / 12, truth: (0.5 - 0.1 * attemptsMade) * (localHour === 19 ? 1.4 : 0.8) }
      }),
    )
    const { tally, answerShare } = simulate(kinds, { dials: 4_000 })
    const foreseen = kinds.reduce((sum, { traits }) => sum + chance(tally, traits, answerShare) / 12, 0)
    expect(foreseen).toBeCloseTo(answerShare, 1)
    const errors = kinds.map(({ traits, truth }) => Math.abs(chance(tally, traits, answerShare) - truth))
    expect(Math.max(...errors)).toBeLessThan(0.1)
  })

  it('stays near the share of the campaign after a few dials, however they ended', () => {
    let { tally } = simulate([{ traits: ['another'], share: 1, truth: 0.3 }], { dials: 60 })
    for (let dial = 0; dial < 5; dial += 1) {
      tally = learnAnswer(tally, { traits: fifth, isAnswered: false, answerShare: 0.3, now: 0 })
    }
    expect(chance(tally, fifth, 0.3)).toBeGreaterThan(0.15)
    expect(chance(tally, fifth, 0.3)).toBeLessThan(0.3)
    expect(chance(tally, first, 0.3)).toBeCloseTo(0.3, 1)
  })

  it('follows the campaign, whose share changes in the course of a day', () => {
    const { tally } = simulate(
      [
        { traits: first, share: 0.5, truth: 0.5 },
        { traits: fifth, share: 0.5, truth: 0.1 },
      ],
      {
        dials: 2_000,
      },
    )
    expect(chance(tally, first, 0.15)).toBeLessThan(chance(tally, first, 0.3))
    expect(chance(tally, first, 0.15)).toBeGreaterThan(0.15)
  })

  it('is never nought and never one', () => {
    const outcomes = fc.array(
      fc.record({ isAnswered: fc.boolean(), answerShare: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(outcomes, fc.double({ min: 0, max: 1, noNaN: true }), (dials, answerShare) => {
        const tally = dials.reduce(
          (known: AnswerTally, dial) => learnAnswer(known, { traits: first, now: 0, ...dial }),
          createAnswerTally(),
        )
        const told = chance({ ...tally, heard: { dials: 100, at: 0 } }, first, answerShare)
        expect(told).toBeGreaterThan(0)
        expect(told).toBeLessThan(1)
      }),
    )
  })

  it('forgets: what was learnt weeks ago yields to a few dials of today', () => {
    const now = 28 * dayMs
    const relearn = (known: AnswerTally) => {
      let tally = known
      for (let dial = 0; dial < 80; dial += 1) {
        tally = learnAnswer(tally, { traits: fifth, isAnswered: dial % 2 === 0, answerShare: 0.5, now })
      }
      return chance(tally, fifth, 0.5)
    }
    const { tally: old } = simulate([{ traits: fifth, share: 1, truth: 0.05 }], { dials: 2_000 })
    expect(chance(old, fifth, 0.5)).toBeLessThan(chance(old, first, 0.5))
    expect(relearn(old)).toBeCloseTo(relearn(createAnswerTally()), 1)
  })

  it('survives a restart, and begins anew with what cannot be read', () => {
    const { tally } = simulate([{ traits: first, share: 1, truth: 0.5 }], { dials: 50 })
    expect(resumeAnswerTally(JSON.parse(JSON.stringify(tally)))).toEqual(tally)
    for (const broken of [undefined, null, {}, { ...tally, version: 2 }, { ...tally, traits: { x: { dials: -1 } } }]) {
      expect(resumeAnswerTally(broken)).toEqual(createAnswerTally())
    }
  })
})

describe('what is known of an order', () => {
  it('is told in words', () => {
    expect(fifth).toEqual(['attempt 5', "between 10 and 12 o'clock", 'after no-answer'])
    expect(answerTraits({ attemptsMade: 9, localHour: 23, lastOutcome: null })).toEqual([
      ...['attempt 6 or later', "between 22 and 24 o'clock", 'not dialled in two days'],
    ])
  })
})
