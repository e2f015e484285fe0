import type { MissedCallView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import MissedCalls from './MissedCalls.vue'

const call: MissedCallView = {
  ...{ callId: 'call-1', at: 1, clientId: 'client-1', clientName: 'Vesna', queueId: 'queue-1', queueName: 'Sales' },
  ...{ customerId: null, customerNumber: '+380671234567', customerName: 'Hanna', waitSeconds: 4, reason: 'abandoned' },
  ...{ hasVoicemail: false, handledBy: null, handledAt: null, promise: null },
}

async function draw(over: Partial<MissedCallView> = {}) {
  const asked: unknown[] = []
  const props = { calls: [{ ...call, ...over }], voicemailUrl: String, onCallBack: (one: unknown) => asked.push(one) }
  return { page: await mountComponent(MissedCalls, props), asked }
}

it('RS-03: offers to call back who was missed, unless the number is hidden', async () => {
  const { page, asked } = await draw()
  await click(byId('missed-call-back'))
  expect(asked).toEqual([call])
  expect(page.has('missed-handle')).toBe(true)
  expect((await draw({ customerNumber: null })).page.has('missed-call-back')).toBe(false)
})

it('says of a handled one who has seen to it, or who calls back and when', async () => {
  const { page } = await draw({ handledAt: 2, handledBy: 'Olena' })
  expect(page.all('[data-testid="missed-handled"]').map(({ textContent }) => textContent?.trim())).toEqual(['Olena'])
  const at = new Date(2020, 0, 5, 14, 30).getTime()
  const promised = await draw({ handledAt: 2, handledBy: 'Olena', promise: { at, agentName: 'Marko' } })
  expect(promised.page.has('missed-call-back')).toBe(false)
  expect(promised.page.text()).toMatch(/Marko: .*14:30/)
})
