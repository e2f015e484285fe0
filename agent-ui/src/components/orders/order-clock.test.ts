import type { OrderClock } from '@orderline/domain/contract'
import { describe, expect, it } from 'vitest'
import { clockState } from './order-clock.ts'

const minute = 60_000
const clock: OrderClock = {
  placedAt: 0,
  receivedAt: 0,
  firstDialAt: null,
  contactedAt: null,
  confirmedAt: null,
  handedOverAt: null,
  deliveredAt: null,
}

describe('an order’s clock', () => {
  it('runs, warns from ten minutes on and is over after fifteen', () => {
    const states = [1, 10.1, 15, 15.1].map((age) => clockState(clock, 'retry', age * minute))
    expect(states).toEqual(['running', 'soon', 'soon', 'over'])
  })

  it('stops with the hand-over to logistics, kept or late', () => {
    const stopped = (at: number) => clockState({ ...clock, handedOverAt: at * minute }, 'confirmed', 99 * minute)
    expect([stopped(15), stopped(15.1)]).toEqual(['kept', 'late'])
  })

  it('goes on after the confirmation until logistics has it', () => {
    expect(clockState({ ...clock, confirmedAt: minute }, 'confirmed', 20 * minute)).toBe('over')
  })

  it('measures nothing of an order that will not be delivered', () => {
    expect(clockState(clock, 'cancelled', 99 * minute)).toBe('off')
    expect(clockState(clock, 'exhausted', 99 * minute)).toBe('off')
  })
})
