import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClaims } from './index.ts'

type Claim = { holder: string; note?: string }

const key = `test:${randomUUID()}`
let redis: Redis

beforeAll(() => {
  redis = new Redis(process.env['TEST_REDIS_URL']!)
})
afterAll(async () => {
  await redis.del(key)
  await redis.quit()
})

describe('claims', () => {
  const claims = () =>
    createClaims<Claim>({
      redis,
      key,
      tokenField: 'holder',
      parse: (value) => {
        if (typeof (value as Claim).holder !== 'string') throw new Error('no holder')
        return value as Claim
      },
    })

  it('gives a thing to one of many who want it at once', async () => {
    const wanted = await Promise.all(Array.from({ length: 20 }, (_, n) => claims().claim('a', { holder: `h${n}` })))
    expect(wanted.filter(Boolean)).toHaveLength(1)
  })

  it('tells the holder who asks twice that it is his', async () => {
    await claims().claim('b', { holder: 'olena' })
    expect(await claims().claim('b', { holder: 'olena' })).toBe(true)
    expect(await claims().claim('b', { holder: 'marko' })).toBe(false)
  })

  it('lets only the holder change it or give it back', async () => {
    await claims().claim('c', { holder: 'olena' })
    expect(await claims().change('c', { holder: 'marko' })).toBe(false)
    expect(await claims().change('c', { holder: 'olena', note: 'x' })).toBe(true)
    expect(await claims().release('c', 'marko')).toBe(false)
    expect(await claims().get('c')).toEqual({ holder: 'olena', note: 'x' })
    expect(await claims().release('c', 'olena')).toBe(true)
    expect(await claims().release('c', 'olena')).toBe(false)
    expect(await claims().claim('c', { holder: 'marko' })).toBe(true)
  })

  it('discards what cannot be read, so that it does not stand for ever', async () => {
    await redis.hset(key, 'd', '{"strange":1}')
    expect((await claims().all()).has('d')).toBe(false)
    expect(await claims().claim('d', { holder: 'olena' })).toBe(true)
  })
})
