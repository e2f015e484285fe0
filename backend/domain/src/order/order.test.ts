import { describe, expect, it } from 'vitest'
import { createQuestionnaire } from '../questionnaire/index.ts'
import { agreeOnDelivery, isOpen } from './index.ts'

const questionnaire = createQuestionnaire({
  elements: [
    { type: 'text', name: 'city' },
    { type: 'text', name: 'customerName' },
    { type: 'text', name: 'email' },
    { type: 'dropdown', name: 'deliveryMethod', choices: ['courier', 'branch', 'pigeon'] },
    { type: 'text', name: 'branch' },
  ],
})

describe('agreeOnDelivery', () => {
  it('CC-44: what the customer said replaces what the shop sent, and an emptied field is empty', () => {
    const sent = { method: 'courier', city: 'Львів', branch: '№ 1', address: 'Main 1' } as const
    const agreed = agreeOnDelivery(questionnaire, sent, {
      deliveryMethod: 'branch',
      city: 'Київ',
      customerName: 'Olena',
    })
    expect(agreed).toEqual({
      ok: true,
      // The form does not ask for an address, so the shop's stays.
      delivery: { method: 'branch', city: 'Київ', address: 'Main 1' },
      customer: { name: 'Olena', city: 'Київ' },
    })
  })

  it('CC-44: names each field that logistics could not take', () => {
    const values = { city: 'x'.repeat(121), deliveryMethod: 'pigeon', email: 'nobody' }
    const agreed = agreeOnDelivery(questionnaire, {}, values)
    const pointers = agreed.ok ? [] : agreed.problems.map((problem) => problem.pointer)
    expect(new Set(pointers)).toEqual(new Set(['/values/deliveryMethod', '/values/city', '/values/email']))
  })
})

describe('isOpen', () => {
  it('is said of neither a confirmed nor a cancelled order', () => {
    expect(isOpen('confirmed')).toBe(false)
    expect(isOpen('cancelled')).toBe(false)
  })

  it('is said of an order whose attempts are all made: its customer may still call', () => {
    expect(isOpen('exhausted')).toBe(true)
  })
})
