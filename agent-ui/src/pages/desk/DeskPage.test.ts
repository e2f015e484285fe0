import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useDesktopStore } from '../../stores/desktop.ts'
import { aDesktop } from '../../testing/a-desktop.ts'
import { byId, click, mountComponent, typeInto } from '../../testing/mount-component.ts'
import DeskPage from './DeskPage.vue'

/** For a busy machine. */
const patience = { timeout: 4_000 }
const has = (testid: string) => document.querySelector(`[data-testid="${testid}"]`) !== null

beforeEach(() =>
  vi.stubGlobal('fetch', () =>
    Promise.resolve(Response.json({ clients: [], queues: [], agents: [], items: [], total: 0 })),
  ),
)
afterEach(() => vi.unstubAllGlobals())

it('puts the number that is being typed away when a call arrives, and asks nothing', async () => {
  await mountComponent(DeskPage)
  const desktop = useDesktopStore()
  desktop.receive(aDesktop({ seq: 1, agent: { roomReady: true } }))
  await nextTick()
  await click(byId('hand-call-new'))
  await vi.waitFor(() => byId('field-number'), patience)
  typeInto('field-number', '044 123')
  desktop.receive(aDesktop({ seq: 2, call: { state: 'offering' } }))
  await vi.waitFor(() => expect(has('field-number')).toBe(false), patience)
  expect(has('dialog-confirm')).toBe(false)
})
