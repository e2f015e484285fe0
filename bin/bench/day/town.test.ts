import { expect, test } from 'vitest'
import { figuresOf } from './figures.mjs'
import { drawTown } from './town.mjs'

const midnight = Date.parse('2026-11-18T00:00:00+02:00')
const hour = 3_600_000
const options = { seed: 3, orders: 300, midnight, forbidden: 20 }

test('the same seed gives the same town, another seed another one', () => {
  expect(drawTown(options).orders).toEqual(drawTown(options).orders)
  expect(drawTown({ ...options, seed: 4 }).orders).not.toEqual(drawTown(options).orders)
})

test('what a number does at its nth dial does not hang on who was dialled before', () => {
  const [one, another] = [drawTown(options), drawTown(options)]
  const number = one.orders[100]?.number ?? ''
  another.fate(one.orders[7]?.number ?? '', 0)
  expect(another.fate(number, 1)).toEqual(one.fate(number, 1))
})

test('who is forbidden, cancels or picks up after the ringing has ended is not reachable', () => {
  const { orders, fate } = drawTown(options)
  const reachable = orders.filter(({ isReachable }) => isReachable)
  expect(reachable.length).toBeGreaterThan(100)
  expect(reachable.every(({ decision, forbidden }) => decision === 'confirmed' && forbidden === null)).toBe(true)
  const late = reachable.filter(({ number }) => {
    const first = fate(number, 0)
    return first.kind === 'no-answer' || (first.kind === 'answers' && first.afterSeconds >= 25)
  })
  expect(late).toEqual([])
})

test('an order from before the opening is counted from the opening, others from when they were received', () => {
  const order = { number: '+380670000001', decision: 'confirmed', talkSeconds: 1, isReachable: true, forbidden: null }
  const orders = [
    { ...order, externalId: 'early', receivedAt: midnight + 7 * hour },
    { ...order, externalId: 'slow', receivedAt: midnight + 10 * hour },
  ]
  const takenAt = new Map([
    ['early', midnight + 9.1 * hour],
    ['slow', midnight + 10.3 * hour],
  ])
  const span = { opensAt: midnight + 9 * hour, closesAt: midnight + 20 * hour }
  const rows = figuresOf({ orders: orders as never, takenAt, ...span })
  const share = (group: string) => rows.find((row) => row.group === group)?.share
  expect(share('before opening, reachable, from opening')).toBe(1)
  expect(share('staffed hours, reachable')).toBe(0)
})
