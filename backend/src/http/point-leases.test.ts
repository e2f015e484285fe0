import { expect, it } from 'vitest'
import { createPointLeases } from './point-leases.ts'

/** What two backends share: a count that begins anew at `endsAt`. */
function createSharedCount(limit: number) {
  const shared = { left: limit, endsAt: 60_000, asked: 0 }
  const take = (_subject: string, points: number) => {
    shared.asked += 1
    const granted = Math.min(points, shared.left)
    shared.left -= granted
    return Promise.resolve({ points: granted, endsAt: shared.endsAt })
  }
  return { shared, take }
}

async function countServed(spenders: { spend(subject: string): Promise<number> }[], requests: number) {
  let served = 0
  for (let n = 0; n < requests; n++) {
    if ((await spenders[n % spenders.length]?.spend('shop')) === 0) served += 1
  }
  return served
}

it('serves exactly the limit, and asks once for many', async () => {
  const { shared, take } = createSharedCount(100)
  const leases = createPointLeases({ take, pointsAtOnce: 8, now: () => 0 })
  expect(await countServed([leases], 300)).toBe(100)
  expect(shared.asked).toBe(13)
})

it('never serves more than the limit across two backends, and less by what one of them holds at most', async () => {
  const { take } = createSharedCount(100)
  const [one, other] = [0, 1].map(() => createPointLeases({ take, pointsAtOnce: 8, now: () => 0 }))
  expect(await one?.spend('shop')).toBe(0)
  // The second backend gets the rest of the traffic; seven points stay with the first.
  expect(await countServed([other as NonNullable<typeof other>], 200)).toBe(92)
  expect(await countServed([one as NonNullable<typeof one>], 200)).toBe(7)
})

it('serves requests that come at the same moment from one question after the other', async () => {
  const { shared, take } = createSharedCount(20)
  const leases = createPointLeases({ take, pointsAtOnce: 4, now: () => 0 })
  const waits = await Promise.all(Array.from({ length: 30 }, () => leases.spend('shop')))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(20)
  expect(new Set(waits.filter((wait) => wait > 0))).toEqual(new Set([60_000]))
  expect(shared.asked).toBe(6)
})

it('begins anew when the time is over, without what was taken before', async () => {
  let at = 0
  const { shared, take } = createSharedCount(3)
  const leases = createPointLeases({ take, pointsAtOnce: 2, now: () => at })
  expect(await countServed([leases], 5)).toBe(3)
  at = 60_000
  Object.assign(shared, { left: 3, endsAt: 120_000 })
  expect(await countServed([leases], 5)).toBe(3)
})

it('tells a failure to those who asked, and asks again for the next', async () => {
  const { take } = createSharedCount(10)
  let isAway = true
  const leases = createPointLeases({
    take: (subject, points) => (isAway ? Promise.reject(new Error('away')) : take(subject, points)),
    pointsAtOnce: 5,
    now: () => 0,
  })
  await expect(leases.spend('shop')).rejects.toThrow('away')
  isAway = false
  expect(await leases.spend('shop')).toBe(0)
})

it('keeps a bound on strangers who invent subjects', async () => {
  const { shared, take } = createSharedCount(1_000_000)
  const leases = createPointLeases({ take, pointsAtOnce: 2, now: () => 0 })
  for (let n = 0; n < 10_001; n++) await leases.spend(`stranger ${n}`)
  const asked = shared.asked
  await leases.spend('stranger 0')
  expect(shared.asked).toBe(asked + 1)
})
