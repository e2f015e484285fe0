import { afterEach, expect, it, vi } from 'vitest'
import { mountComponent, onPage, typeInto } from '../../testing/mount-component.ts'
import HandCallCard from './HandCallCard.vue'

const asked: { url: string; body: unknown }[] = []

afterEach(() => {
  asked.length = 0
  vi.unstubAllGlobals()
})

function serve(): void {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, body: JSON.parse(init.body as string) })
    return Promise.resolve(Response.json({ id: 'call-1' }))
  })
}

it('RS-44: in the call, who it is is sent when it is saved, and not before', async () => {
  serve()
  const onEntered = vi.fn()
  await mountComponent(HandCallCard, { handCallId: 'call-1', about: 'a lamp', onEntered })
  typeInto('field-name', 'Iryna')
  expect(asked).toEqual([])
  onPage('form').dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(onEntered).toHaveBeenCalledOnce())
  const body = { name: 'Iryna', about: 'a lamp', orderNumber: '' }
  expect(asked).toEqual([{ url: '/api/hand-calls/call-1/card', body }])
})

it('RS-44: without a name nothing is sent, and the field says so', async () => {
  serve()
  const page = await mountComponent(HandCallCard, { handCallId: 'call-1', about: '' })
  onPage('form').dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(page.all('[id$="error"], [data-slot="error"]').length).toBeGreaterThan(0))
  expect(asked).toEqual([])
})
