import type { DialOrder } from '@orderline/domain/contract'
import { aDialOrder } from '@orderline/domain/contract-testing'
import { did, queue, shop } from './test-centre.ts'

/** A dial order for the test centre's shop and queue, at the moment of its clock. */
export function testDialOrder(now: number, over: Partial<DialOrder> = {}): DialOrder {
  const rules = { requiredSkills: [], ringTimeoutSeconds: 30, allowedBecause: [], expiresAt: now + 10_000 }
  const numbers = { number: '+380441234567', callerNumber: did.number }
  return { ...aDialOrder(), clientId: shop.id, queueId: queue.id, ...numbers, ...rules, ...over }
}
