import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import type { Values } from './answers-draft.ts'
import { createAutosave, type SaveState } from './autosave.ts'
import { fieldOfPointer } from './field-texts.ts'

const key = 'orderline.answers.a1'

/** The server as autosave sees it: it answers when, and how, the test says. */
function setUp() {
  const requests: {
    values: Values
    answer: (values?: Values) => Promise<void>
    fail: (error: ApiError) => Promise<void>
  }[] = []
  const states: SaveState[] = []
  const merged: Values[] = []
  const refusals: Record<string, string>[] = []
  let revision = 0
  const autosave = createAutosave({
    save: (values) =>
      new Promise((resolve, reject) => {
        requests.push({
          values,
          answer: async (all = values) => {
            resolve({ revision: (revision += 1), values: all })
            await vi.advanceTimersByTimeAsync(0)
          },
          fail: async (error) => {
            reject(error)
            await vi.advanceTimersByTimeAsync(0)
          },
        })
      }),
    storage: localStorage,
    storageKey: key,
    onState: (state) => states.push(state),
    onMerged: (values) => merged.push(values),
    onRefused: (texts) => refusals.push(texts),
  })
  return { autosave, requests, states, merged, refusals }
}

const away = () => new ApiError({ status: 0, code: 'network' })
const stored = () => JSON.parse(localStorage.getItem(key) ?? 'null') as unknown

describe('autosave', () => {
  beforeEach(() => {
    localStorage.clear()
    vi.useFakeTimers()
  })
  afterEach(() => void vi.useRealTimers())

  it('sends the changed fields together, within half a second of the first', async () => {
    const { autosave, requests } = setUp()
    autosave.change('city', 'Lv')
    await vi.advanceTimersByTimeAsync(300)
    autosave.change('city', 'Lviv')
    autosave.change('street', 'Rynok 1')
    await vi.advanceTimersByTimeAsync(200)
    expect(requests.map(({ values }) => values)).toEqual([{ city: 'Lviv', street: 'Rynok 1' }])
  })

  it('keeps a field in local storage until the server has acknowledged it', async () => {
    const { autosave, requests } = setUp()
    autosave.change('city', 'Lviv')
    expect(stored()).toEqual({ city: 'Lviv' })
    await vi.advanceTimersByTimeAsync(400)
    await requests[0]!.answer()
    expect(stored()).toBeNull()
  })

  it('sends what a reload interrupted', async () => {
    localStorage.setItem(key, JSON.stringify({ city: 'Lviv' }))
    const { requests } = setUp()
    await vi.advanceTimersByTimeAsync(0)
    expect(requests[0]!.values).toEqual({ city: 'Lviv' })
  })

  it('saves again a field that was changed while it was being saved', async () => {
    const { autosave, requests, states } = setUp()
    autosave.change('city', 'Lviv')
    await vi.advanceTimersByTimeAsync(400)
    autosave.change('city', 'Kyiv')
    await requests[0]!.answer()
    expect(stored()).toEqual({ city: 'Kyiv' })
    await vi.advanceTimersByTimeAsync(400)
    expect(requests[1]!.values).toEqual({ city: 'Kyiv' })
    await requests[1]!.answer()
    expect(states.at(-1)).toBe('saved')
  })

  it('tries again while the server is away, and loses nothing', async () => {
    const { autosave, requests, states } = setUp()
    autosave.change('city', 'Lviv')
    await vi.advanceTimersByTimeAsync(400)
    await requests[0]!.fail(away())
    expect(states.at(-1)).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(1000)
    await requests[1]!.fail(away())
    await vi.advanceTimersByTimeAsync(2000)
    await requests[2]!.answer()
    expect(states.at(-1)).toBe('saved')
  })

  it('does not let a push overwrite a field that is being typed', async () => {
    const { autosave, merged } = setUp()
    autosave.change('city', 'Lviv')
    autosave.merge({ revision: 7, values: { city: 'Odesa', phone: '1' } })
    expect(merged).toEqual([{ phone: '1' }])
    autosave.close()
    await vi.advanceTimersByTimeAsync(0)
  })

  it('ignores a push that is older than what it knows', () => {
    const { autosave, merged } = setUp()
    autosave.merge({ revision: 7, values: { phone: '2' } })
    autosave.merge({ revision: 6, values: { phone: '1' } })
    expect(merged).toEqual([{ phone: '2' }])
  })

  it('lets the other fields through when the server refuses one', async () => {
    const { autosave, requests, refusals, states } = setUp()
    autosave.change('city', 'Lviv')
    autosave.change('date', 'yesterday')
    await vi.advanceTimersByTimeAsync(400)
    const errors = [{ pointer: '/values/date', code: 'invalid', detail: 'not a date' }]
    await requests[0]!.fail(new ApiError({ status: 422, code: 'request/invalid', errors }))
    expect(refusals).toEqual([{ date: 'not a date' }])
    await vi.advanceTimersByTimeAsync(400)
    expect(requests[1]!.values).toEqual({ city: 'Lviv' })
    await requests[1]!.answer()
    expect(states.at(-1)).toBe('refused')
    expect(stored()).toEqual({ date: 'yesterday' })
  })

  it('an emptied field is sent as null', async () => {
    const { autosave, requests } = setUp()
    autosave.change('city', undefined)
    await vi.advanceTimersByTimeAsync(400)
    expect(requests[0]!.values).toEqual({ city: null })
  })

  it('flush tells whether all is saved', async () => {
    const { autosave, requests } = setUp()
    autosave.change('city', 'Lviv')
    const flushed = autosave.flush()
    await requests[0]!.answer()
    await expect(flushed).resolves.toBe(true)
  })
})

it('reads the field of a pointer with or without the wrapper', () => {
  expect(fieldOfPointer('/values/a~1b')).toBe('a/b')
  expect(fieldOfPointer('/city')).toBe('city')
})
