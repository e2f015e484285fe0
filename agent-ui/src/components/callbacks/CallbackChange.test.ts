import type { CallbackView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import CallbackChange from './CallbackChange.vue'

const callback: CallbackView = {
  id: 'record-1',
  campaignId: null,
  clientId: 'client-1',
  clientName: 'Vesna',
  customerId: null,
  orderId: null,
  number: '+380671234567',
  name: 'Hanna',
  fields: {},
  status: 'new',
  callback: { source: 'agent', at: 60_000, agentId: 'agent-1', agentName: 'Marko' },
  attemptsMade: 0,
  lastOutcome: null,
  nextAttemptAt: null,
  settledBecause: null,
  createdAt: 1,
  timeZone: 'Europe/Kyiv',
}

it('keeps the agent and the time that were promised until somebody changes them', async () => {
  const saved: unknown[] = []
  const props = {
    callback,
    agents: [],
    isBusy: false,
    foresee: () => null,
    onSave: (change: unknown) => saved.push(change),
  }
  await mountComponent(CallbackChange, props)
  await expect.poll(() => document.body.textContent).toContain('Call back Hanna')
  await click(byId('dialog-confirm'))
  expect(saved).toEqual([{ at: 60_000, agentId: 'agent-1' }])
})
