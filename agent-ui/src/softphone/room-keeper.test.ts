import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRoomKeeper } from './room-keeper.ts'

/** Asterisk as the keeper sees it: legs that the test answers and ends. */
function createExchange() {
  const legs: { up: () => void; ended: () => void; isHungUp: boolean }[] = []
  return {
    legs,
    dial(events: { up: () => void; ended: () => void }) {
      const leg = { ...events, isHungUp: false }
      legs.push(leg)
      return {
        hangUp: () => {
          leg.isHungUp = true
          leg.ended()
        },
      }
    },
  }
}

describe('room keeper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('dials once when the leg becomes wanted', () => {
    const exchange = createExchange()
    const keeper = createRoomKeeper(exchange)
    keeper.want(true)
    keeper.want(true)
    expect(exchange.legs).toHaveLength(1)
  })

  it('dials again when the leg is lost, and waits longer after each failure', () => {
    const exchange = createExchange()
    createRoomKeeper(exchange).want(true)
    exchange.legs[0]!.ended()
    vi.advanceTimersByTime(500)
    expect(exchange.legs).toHaveLength(2)
    exchange.legs[1]!.ended()
    vi.advanceTimersByTime(999)
    expect(exchange.legs).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(exchange.legs).toHaveLength(3)
  })

  it('is quick again after a leg that came up', () => {
    const exchange = createExchange()
    createRoomKeeper(exchange).want(true)
    exchange.legs[0]!.ended()
    vi.advanceTimersByTime(500)
    exchange.legs[1]!.up()
    exchange.legs[1]!.ended()
    vi.advanceTimersByTime(500)
    expect(exchange.legs).toHaveLength(3)
  })

  it('dials at once when told to hurry, and not twice', () => {
    const exchange = createExchange()
    const keeper = createRoomKeeper(exchange)
    keeper.want(true)
    exchange.legs[0]!.ended()
    keeper.hurry()
    keeper.hurry()
    vi.advanceTimersByTime(60_000)
    expect(exchange.legs).toHaveLength(2)
  })

  it('hangs up and stays silent when the shift is over', () => {
    const exchange = createExchange()
    const keeper = createRoomKeeper(exchange)
    keeper.want(true)
    keeper.want(false)
    vi.advanceTimersByTime(60_000)
    expect(exchange.legs).toMatchObject([{ isHungUp: true }])
  })

  it('does not redial for a leg that ended after it was given up', () => {
    const exchange = createExchange()
    const keeper = createRoomKeeper(exchange)
    keeper.want(true)
    keeper.want(false)
    keeper.want(true)
    exchange.legs[0]!.ended()
    vi.advanceTimersByTime(60_000)
    expect(exchange.legs).toHaveLength(2)
  })
})
