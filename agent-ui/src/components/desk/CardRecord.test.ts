import { expect, it } from 'vitest'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import CardRecord from './CardRecord.vue'

it('shows what a list or a promise says of the one who is called, as text and never as markup', async () => {
  const record = { name: 'Olena', note: 'after six', fields: { city: 'Lviv', debt: '<b>120</b>' } }
  await mountComponent(CardRecord, { record })
  const card = byId('card-record')
  expect(card.textContent).toContain('Olena')
  expect(card.textContent).toContain('after six')
  expect(card.textContent).toContain('<b>120</b>')
  expect([...card.querySelectorAll('dt')].map((one) => one.textContent)).toEqual(['city', 'debt'])
})
