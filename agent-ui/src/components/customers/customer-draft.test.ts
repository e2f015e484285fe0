import { expect, it } from 'vitest'
import { toCustomerDraft, toCustomerPatch } from './customer-draft.ts'

const olena = {
  id: '01890000-0000-7000-8000-000000000001',
  clientId: '01890000-0000-7000-8000-000000000002',
  name: 'Олена',
  phones: ['+380501112233'],
  email: 'olena@example.com',
  city: null,
  region: null,
  address: null,
  note: 'VIP',
}

it('sends nothing of a form that was not touched', () => {
  expect(toCustomerPatch(toCustomerDraft(olena), olena)).toEqual({})
})

it('sends only the fields that differ', () => {
  const draft = { ...toCustomerDraft(olena), city: ' Київ ' }
  expect(toCustomerPatch(draft, olena)).toEqual({ city: 'Київ' })
})

it('empties a fact with null, but never the name, which the server then refuses', () => {
  const draft = { ...toCustomerDraft(olena), note: '', name: ' ' }
  expect(toCustomerPatch(draft, olena)).toEqual({ note: null, name: '' })
})
