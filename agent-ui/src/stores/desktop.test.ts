import type { AnswersView } from '@orderline/domain/contract'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aDesktop } from '../testing/a-desktop.ts'
import { useDesktopStore } from './desktop.ts'

/** Answers the browser's fetch like the server would; the test decides when. */
function serveDesktop() {
  const answers: ((seq: number) => void)[] = []
  vi.stubGlobal('fetch', () => {
    return new Promise((resolve) => answers.push((seq) => resolve(Response.json(aDesktop({ seq })))))
  })
  return answers
}

describe('desktop store', () => {
  beforeEach(() => setActivePinia(createPinia()))
  afterEach(() => void vi.unstubAllGlobals())

  it('drops a push that is older than what it shows', async () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    const first = store.resync()
    answers[0]!(5)
    await first
    store.receive(aDesktop({ seq: 4 }))
    expect(store.desktop?.seq).toBe(5)
  })

  it('takes news of its own queues and leaves those of others', async () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    const first = store.resync()
    answers[0]!(1)
    await first
    const own = store.desktop!.queues.map(({ id }) => id)
    const news = (id: string) => ({ id, name: 'Queue', waiting: 7, longestWaitSince: 1, readyAgents: 0 })
    store.receiveQueues([...own, 'of-others'].map(news))
    expect(store.desktop!.queues).toEqual(own.map(news))
    expect(own).not.toHaveLength(0)
  })

  it('asks for a whole screen when it sees a gap', async () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    const first = store.resync()
    answers[0]!(1)
    await first
    store.receive(aDesktop({ seq: 3 }))
    expect(answers).toHaveLength(2)
  })

  it('does not ask when pushes follow each other', async () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    const first = store.resync()
    answers[0]!(1)
    await first
    store.receive(aDesktop({ seq: 2 }))
    expect(answers).toHaveLength(1)
    expect(store.desktop?.seq).toBe(2)
  })

  it('believes a restarted server that counts from the beginning', async () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    const first = store.resync()
    answers[0]!(900)
    await first
    const again = store.resync()
    answers[1]!(1)
    await again
    expect(store.desktop?.seq).toBe(1)
  })

  it('keeps a push that overtook the answer', async () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    const asked = store.resync()
    store.receive(aDesktop({ seq: 8 }))
    answers[0]!(7)
    await asked
    expect(store.desktop?.seq).toBe(8)
  })

  it('several askers share one question', () => {
    const answers = serveDesktop()
    const store = useDesktopStore()
    void store.resync()
    void store.resync()
    expect(answers).toHaveLength(1)
  })

  it('shows what was saved here, though a push tells the answers as they were when the call began', () => {
    const store = useDesktopStore()
    const answers = (revision: number, city: string) =>
      ({ id: 'filling-1', revision, values: { city } }) as unknown as AnswersView
    const talk = (seq: number, shown: AnswersView) => aDesktop({ seq, call: {}, card: { answers: shown } })
    store.receive(talk(1, answers(0, '')))
    store.answersSaved({ id: 'filling-1', revision: 1, values: { city: 'Kyiv' } })
    expect(store.card?.answers?.values).toEqual({ city: 'Kyiv' })
    store.receive(talk(2, answers(0, '')))
    expect(store.card?.answers?.values).toEqual({ city: 'Kyiv' })
    store.receive(talk(3, answers(2, 'Lviv')))
    expect(store.card?.answers?.values).toEqual({ city: 'Lviv' })
    store.receive(talk(4, { ...answers(0, ''), id: 'filling-2' }))
    expect(store.card?.answers?.values).toEqual({ city: '' })
  })
})
