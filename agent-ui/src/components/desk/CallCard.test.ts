import type { CallCard as Card, CustomerView } from '@orderline/domain/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { aDesktop } from '../../testing/a-desktop.ts'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import CallCard from './CallCard.vue'

const customer = { id: 'customer-1', name: 'Iryna', phones: [] } as unknown as CustomerView

/** The desk says to the server that the card is shown. */
beforeEach(() => vi.stubGlobal('fetch', () => Promise.resolve(Response.json({}))))
afterEach(() => vi.unstubAllGlobals())

function draw(record: NonNullable<Card['record']>) {
  const { call, card } = aDesktop({ call: {}, card: { customer, record } })
  return mountComponent(CallCard, { call, card })
}

it('tells the name of a customer once, and of a list only what it says beside it', async () => {
  await draw({ name: 'Iryna', note: 'after six', fields: {} })
  expect(byId('card-customer').textContent).toContain('Iryna')
  expect(byId('card-record').textContent).toContain('after six')
  expect(byId('card-record').textContent).not.toContain('Iryna')
})

it('shows another name that a list has for the customer', async () => {
  await draw({ name: 'Iryna’s mother', note: '', fields: {} })
  expect(byId('card-record').textContent).toContain('Iryna’s mother')
})

it('shows nothing of a list that says no more than the name', async () => {
  const page = await draw({ name: 'Iryna', note: '', fields: {} })
  expect(page.has('card-record')).toBe(false)
})
