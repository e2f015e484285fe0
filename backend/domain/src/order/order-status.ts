import type { OrderStatus } from '../contract/index.ts'

/**
 * What may still happen to an order. An exhausted one is not lost: the customer may call us, or an agent may call
 * again by hand. A confirmed one belongs to logistics; it is cancelled there, not by us.
 */
const open: ReadonlySet<OrderStatus> = new Set<OrderStatus>(['new', 'dialing', 'talking', 'retry', 'exhausted'])

/** Whether an order in this status may still be confirmed, cancelled or planned for a call at an agreed time. */
export function isOpen(status: OrderStatus): boolean {
  return open.has(status)
}
