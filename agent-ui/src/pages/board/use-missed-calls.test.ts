import type { CallbackView, MissedCallView } from '@orderline/domain/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useMissedCallsStore } from '../../stores/missed-calls.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import { useMissedCalls } from './use-missed-calls.ts'

const missed = { callId: 'call-1', clientId: 'client-1', handledAt: null, promise: null } as MissedCallView
const promisedBy = (clientId: string) =>
  ({ clientId, callback: { source: 'agent', at: 60_000, agentId: null, agentName: null } }) as CallbackView

beforeEach(() => vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: [missed], total: 1 }))))
afterEach(() => vi.unstubAllGlobals())

async function listMissed() {
  let list: ReturnType<typeof useMissedCalls> & { store: ReturnType<typeof useMissedCallsStore> }
  const setup = () => ((list = { ...useMissedCalls(), store: useMissedCallsStore() }), () => null)
  await mountComponent({ setup })
  await list!.load()
  return list!
}

it('shows a missed call as handled as soon as a call was promised for it', async () => {
  const list = await listMissed()
  list.markPromised('call-1', promisedBy('client-1'))
  expect(list.calls.value[0]?.promise).toEqual({ at: 60_000, agentName: null })
  expect(list.calls.value[0]?.handledAt).not.toBeNull()
})

it('keeps a missed call open when the promise was made for another shop in the end', async () => {
  const list = await listMissed()
  list.markPromised('call-1', promisedBy('client-2'))
  expect(list.calls.value).toEqual([missed])
})

it('RS-13: counts those that nobody has looked after, and one more again when the server refuses', async () => {
  const list = await listMissed()
  expect(list.store.open).toBe(1)
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'call/wrong-state' }, { status: 409 })))
  const marked = list.markHandled('call-1')
  expect(list.store.open).toBe(0)
  await marked
  expect(list.store.open).toBe(1)
})
