import type { HandCallCustomer } from '@orderline/domain/contract'
import { reactive } from 'vue'
import { expect, it } from 'vitest'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import { blankCard } from './hand-call-draft.ts'
import HandCallForm from './HandCallForm.vue'

const shop = { id: 'client-1', name: 'Vesna', country: 'UA', timeZone: 'Europe/Kyiv', queueId: 'queue-1' }
const unknown: HandCallCustomer = { name: null, isKnown: false, makesOrder: false }

function draw(customer: HandCallCustomer | null) {
  const modelValue = reactive({ ...blankCard(), clientId: 'client-1', number: '0671234567' })
  return mountComponent(HandCallForm, { modelValue, shops: [shop], customer, errors: {} })
}

it('RS-44: asks who it is only where nobody has the number, and says what is kept', async () => {
  const page = await draw(unknown)
  expect(page.has('field-name')).toBe(true)
  expect(page.has('field-orderNumber')).toBe(true)
  expect(page.text()).toContain('only the call itself is kept')
})

it('RS-46: names the customer who has the number, and asks nothing', async () => {
  const page = await draw({ ...unknown, isKnown: true, name: 'Petro' })
  expect(byId('hand-call-known').textContent).toContain('Petro')
  expect(page.has('field-name')).toBe(false)
})

it('RS-45: says beforehand that the shop wants an order made', async () => {
  const page = await draw({ ...unknown, makesOrder: true })
  expect(page.text()).toContain('This shop wants a customer and an order made')
})

it('asks nothing before the number is known to be one', async () => {
  const page = await draw(null)
  expect([page.has('field-name'), page.has('hand-call-known')]).toEqual([false, false])
})
