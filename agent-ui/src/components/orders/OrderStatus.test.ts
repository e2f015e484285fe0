import type { OrderView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { mountComponent } from '../../testing/mount-component.ts'
import OrderStatus from './OrderStatus.vue'

/** The rest of an order says nothing of its status. */
const draw = (order: Partial<OrderView>) => mountComponent(OrderStatus, { order })

it('RS-45: an order that a call by hand made says so, and not that nobody was reached', async () => {
  expect((await draw({ status: 'exhausted', isByHand: true })).text()).toBe('Call by hand')
  expect((await draw({ status: 'confirmed', isByHand: true })).text()).toBe('Confirmed')
  expect((await draw({ status: 'exhausted' })).text()).toBe('Not reached')
})
