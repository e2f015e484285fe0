import { beforeEach, describe, expect, it } from 'vitest'
import { createKnownSounds } from './known-sounds.ts'

const sounds = new Set<string>()
let asked: string[]
let time: number
let isAway: boolean
let hasSound: ReturnType<typeof createKnownSounds>

beforeEach(() => {
  sounds.clear()
  ;[asked, time, isAway] = [[], 0, false]
  const ask = (name: string) => {
    asked.push(name)
    return isAway ? Promise.reject(new Error('away')) : Promise.resolve(sounds.has(name))
  }
  hasSound = createKnownSounds({ telephony: { hasSound: ask }, now: () => time })
})

describe('whether the exchange has a sound', () => {
  it('is asked once for many dials, each sound by itself', async () => {
    sounds.add('clients/roses')
    const answers = await Promise.all([hasSound('clients/roses'), hasSound('clients/roses'), hasSound('clients/vesna')])
    expect(answers).toEqual([true, true, false])
    expect(await hasSound('clients/roses')).toBe(true)
    expect(asked).toEqual(['clients/roses', 'clients/vesna'])
  })

  it('is asked again after a minute, so that a new recording is heard', async () => {
    expect(await hasSound('clients/roses')).toBe(false)
    sounds.add('clients/roses')
    time = 59_999
    expect(await hasSound('clients/roses')).toBe(false)
    time = 60_000
    expect(await hasSound('clients/roses')).toBe(true)
  })

  it('is asked again at once when nobody could answer', async () => {
    isAway = true
    await expect(hasSound('clients/roses')).rejects.toThrow('away')
    isAway = false
    sounds.add('clients/roses')
    expect(await hasSound('clients/roses')).toBe(true)
  })

  it('is remembered of a thousand sounds, the one that was asked for longest ago is forgotten first', async () => {
    await hasSound('first')
    await hasSound('second')
    time = 60_000
    await hasSound('first')
    for (let i = 0; i < 999; i += 1) await hasSound(`sound-${i}`)
    asked = []
    await hasSound('first')
    expect(asked).toEqual([])
    await hasSound('one more')
    await hasSound('first')
    expect(asked).toEqual(['one more', 'first'])
  })
})
