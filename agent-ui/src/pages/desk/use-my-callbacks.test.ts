import type { CallbackView, SessionView } from '@orderline/domain/contract'
import { afterEach, expect, it, vi } from 'vitest'
import { useSessionStore } from '../../stores/session.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import { useMyCallbacks } from './use-my-callbacks.ts'

const ofSource = (source: string) => ({ id: source, callback: { source } }) as CallbackView

afterEach(() => vi.unstubAllGlobals())

it('counts no number that is dialled by hand among what was promised', async () => {
  const items = [ofSource('hand'), ofSource('agent'), ofSource('missed')]
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items, total: 9 })))
  let mine: ReturnType<typeof useMyCallbacks>
  const setup = () => {
    useSessionStore().session = { userId: 'agent-1' } as SessionView
    mine = useMyCallbacks()
    return () => null
  }
  await mountComponent({ setup })
  await vi.waitFor(() => expect(mine.total.value).toBe(8))
  expect(mine!.callbacks.value.map(({ id }) => id)).toEqual(['agent', 'missed'])
})
