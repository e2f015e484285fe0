import { expect, it } from 'vitest'
import type { InFlight } from '@orderline/domain/contract'
import { createAnswerTally, createPacingState, defaultPacingSettings } from '@orderline/domain/pacing'
import type { Estimates } from './estimates-store.ts'
import { createLineBook } from './line-book.ts'
import { createPacingDesks } from './pacing-desks.ts'

const traits = ['attempt 5', 'after no-answer']
const nobody = { abandoned: 0, connected: 0 }

/** What is kept, as in Redis: plain values. */
function createStore() {
  const kept = new Map<string, string>()
  const fresh: Estimates = { pacing: createPacingState(), answers: createAnswerTally(), utilisation: [] }
  return {
    load: (id: string) => Promise.resolve(JSON.parse(kept.get(id) ?? JSON.stringify(fresh)) as Estimates),
    save(estimates: ReadonlyMap<string, Estimates>) {
      for (const [id, value] of estimates) kept.set(id, JSON.stringify(value))
      return Promise.resolve()
    },
  }
}

async function openDesk(store = createStore()) {
  const desks = createPacingDesks({ store })
  await desks.prepare(['campaign'])
  const desk = desks.get('campaign')
  if (!desk) throw new Error('no desk')
  const ledger = { day: nobody, month: nobody }
  const seen = { now: 0, freeAgents: 1, waiting: 0, busy: [], lines: [], due: 1, ledger }
  desk.pacing.decide({ ...seen, settings: defaultPacingSettings })
  return { store, desks, desk }
}

type Opened = Awaited<ReturnType<typeof openDesk>>

/** Dials, none of which is answered, to customers of whom the same is known. */
function dialInVain({ desks }: Opened, { isGivenUp = false } = {}): void {
  const book = createLineBook()
  for (let dial = 0; dial < 80; dial += 1) {
    const attemptId = `attempt-${dial}`
    const claim: InFlight = {
      ...{ attemptId, campaignId: 'campaign', queueId: 'q', mode: 'predictive' },
      ...{ number: '+12125550100', placedAt: 0 },
    }
    book.update([claim], 0)
    book.noteForecast(attemptId, { traits })
    if (isGivenUp) book.noteGivenUp(attemptId)
    // What is known of a line stays when it is seen again.
    book.update([claim], 500)
    desks.hear({ type: 'unanswered', attemptId, campaignId: 'campaign', at: 30_000 }, book.lines)
  }
}

it('CC-41: a campaign learns from its dials what is known of those who do not answer', async () => {
  const opened = await openDesk()
  expect(opened.desk.pacing.answerChance(traits)).toBeUndefined()
  dialInVain(opened)
  const ofOthers = opened.desk.pacing.answerChance(['attempt 1']) ?? 0
  expect(opened.desk.pacing.answerChance(traits)).toBeLessThan(ofOthers / 2)
})

it('learns nothing of customers from lines that were given up', async () => {
  const opened = await openDesk()
  dialInVain(opened, { isGivenUp: true })
  expect(opened.desk.pacing.state().answers).toEqual(createAnswerTally())
})

it('knows what the dialer before it knew: chances of an answer, and how agents spent the quarter of an hour', async () => {
  const first = await openDesk()
  dialInVain(first)
  for (let second = 0; second <= 60; second += 1) {
    first.desk.utilisation.add({ busy: 3, onShift: 4, now: second * 1_000 })
  }
  await first.desks.save()
  const next = await openDesk(first.store)
  expect(next.desk.pacing.answerChance(traits)).toBeCloseTo(first.desk.pacing.answerChance(traits) ?? 0)
  expect(next.desk.utilisation.share()).toBeCloseTo(0.75)
})
