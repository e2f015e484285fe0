import type { OrderClock, OrderStatus } from '@orderline/domain/contract'
import { promiseMs } from '@orderline/domain/order-clock'

const warningMs = 10 * 60_000

/** kept: at logistics in time. late: at logistics, but late. running, soon, over: still under way. off: will not be. */
export type ClockState = 'kept' | 'late' | 'running' | 'soon' | 'over' | 'off'

/** How an order stands against the promise of 15 minutes from its receipt to its acknowledgement by logistics. */
export function clockState(clock: OrderClock, status: OrderStatus, now: number): ClockState {
  if (clock.handedOverAt !== null) return clock.handedOverAt - clock.receivedAt <= promiseMs ? 'kept' : 'late'
  if (status === 'cancelled' || status === 'exhausted') return 'off'
  const age = now - clock.receivedAt
  if (age > promiseMs) return 'over'
  return age > warningMs ? 'soon' : 'running'
}
