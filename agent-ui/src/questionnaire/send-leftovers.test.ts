import { beforeEach, describe, expect, it } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import type { Values } from './answers-draft.ts'
import { answersKey, sendLeftovers } from './send-leftovers.ts'

const storage = localStorage

describe('what closed cards left unsaved', () => {
  beforeEach(() => {
    storage.clear()
    storage.setItem(answersKey('old'), JSON.stringify({ city: 'Lviv' }))
    storage.setItem(answersKey('open'), JSON.stringify({ city: 'Kyiv' }))
    storage.setItem('something.else', '{}')
  })

  it('is sent, except that of the open card', async () => {
    const saved: [string, Values][] = []
    const save = (id: string, values: Values) => Promise.resolve(saved.push([id, values]))
    await sendLeftovers({ storage, openId: 'open', save })
    expect(saved).toEqual([['old', { city: 'Lviv' }]])
    expect(storage.getItem(answersKey('old'))).toBeNull()
    expect(storage.getItem(answersKey('open'))).not.toBeNull()
  })

  it('stays while the server is away', async () => {
    await sendLeftovers({
      storage,
      openId: 'open',
      save: () => Promise.reject(new ApiError({ status: 503, code: 'storage/away' })),
    })
    expect(storage.getItem(answersKey('old'))).not.toBeNull()
  })

  it('is thrown away when the answers are complete', async () => {
    await sendLeftovers({
      storage,
      openId: 'open',
      save: () => Promise.reject(new ApiError({ status: 409, code: 'answers/completed' })),
    })
    expect(storage.getItem(answersKey('old'))).toBeNull()
  })
})
