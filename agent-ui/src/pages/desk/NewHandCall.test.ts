import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { byId, click, mountComponent, onPage, typeInto } from '../../testing/mount-component.ts'
import NewHandCall from './NewHandCall.vue'

const shop = {
  id: '0190f3a0-0000-7000-8000-000000000001',
  name: 'Vesna',
  country: 'UA',
  timeZone: 'Europe/Kyiv',
  queueId: null,
}
const petro = '+380441234567'
const sent: unknown[] = []
/** The lookup waits until nobody types, and the machine may be busy. */
const patience = { timeout: 4_000 }
vi.setConfig({ testTimeout: 15_000 })

/** A server that knows one shop and one customer of it. */
function answer(url: string, { method, body }: RequestInit): Promise<Response> {
  if (method === 'POST') {
    sent.push(JSON.parse(body as string))
    return Promise.resolve(Response.json({ number: petro }))
  }
  if (!url.includes('/customer')) return Promise.resolve(Response.json({ clients: [shop], queues: [], agents: [] }))
  const isKnown = new URL(url, 'http://centre').searchParams.get('number') === petro
  return Promise.resolve(Response.json({ name: isKnown ? 'Petro' : null, isKnown, makesOrder: false }))
}

beforeEach(() => vi.stubGlobal('fetch', answer))
afterEach(() => {
  sent.length = 0
  vi.unstubAllGlobals()
})

const escape = () =>
  onPage('[role="dialog"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))

async function open() {
  const onClose = vi.fn()
  await mountComponent(NewHandCall, { onClose })
  await expect.poll(() => byId('field-clientId').textContent, patience).toContain('Vesna')
  return onClose
}

it('RS-46: a name that was typed for another number does not go to the customer who is called', async () => {
  const onClose = await open()
  typeInto('field-number', '044 123 45 68')
  await vi.waitFor(() => byId('hand-call-unknown'), patience)
  typeInto('field-name', 'Iryna')
  typeInto('field-number', '044 123 45 67')
  await vi.waitFor(() => byId('hand-call-known'), patience)
  await click(byId('record-save'))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce(), patience)
  expect(sent).toEqual([{ clientId: shop.id, number: petro, card: null }])
})

it('RS-44: what was typed of an unknown customer is sent also when the number was mended just before', async () => {
  const onClose = await open()
  typeInto('field-number', '044 123 45 68')
  await vi.waitFor(() => byId('hand-call-unknown'), patience)
  typeInto('field-name', 'Iryna')
  typeInto('field-number', '044 123 45 69')
  await click(byId('record-save'))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce(), patience)
  expect(sent).toMatchObject([{ number: '+380441234569', card: { name: 'Iryna' } }])
})

it('asks before what was typed is thrown away', async () => {
  const onClose = await open()
  typeInto('field-number', '044 123')
  escape()
  await vi.waitFor(() => byId('dialog-confirm'), patience)
  expect(onClose).not.toHaveBeenCalled()
  await click(byId('dialog-confirm'))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce(), patience)
})

it('closes at once where nothing was typed', async () => {
  const onClose = await open()
  escape()
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce(), patience)
})
