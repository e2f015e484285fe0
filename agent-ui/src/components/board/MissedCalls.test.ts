import type { MissedCallView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import MissedCalls from './MissedCalls.vue'

const call: MissedCallView = {
  ...{ caseId: 'call-1', since: 1, times: 1, dueAt: Date.UTC(2126, 0, 1) },
  ...{ callId: 'call-1', at: 1, clientId: 'client-1', clientName: 'Vesna', queueId: 'queue-1', queueName: 'Sales' },
  ...{ customerId: null, customerNumber: '+380671234567', customerName: 'Hanna', waitSeconds: 4, reason: 'abandoned' },
  ...{ hasVoicemail: false, handledBy: null, handledAt: null, promise: null },
}

async function draw(over: Partial<MissedCallView> = {}, marked = '') {
  const asked: unknown[] = []
  const props = {
    marked,
    calls: [{ ...call, ...over }],
    voicemailUrl: String,
    onCallBack: (one: unknown) => asked.push(one),
  }
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

it('RS-02: says how often a number has called, and that nobody has called back in time', async () => {
  const { page } = await draw({ times: 3, dueAt: 1 })
  expect(page.all('[data-testid="missed-times"]').map(({ textContent }) => textContent?.trim())).toEqual(['3 calls'])
  expect(page.has('missed-late')).toBe(true)
  const seenTo = await draw({ dueAt: 1, handledAt: 2 })
  expect([seenTo.page.has('missed-late'), seenTo.page.has('missed-times')]).toEqual([false, false])
})

it('RS-13: goes to the line of the call that somebody was led to, also by the first of its number', async () => {
  const { page } = await draw({ callId: 'call-3' }, 'call-1')
  const [line] = page.all('[aria-current="true"]')
  expect(line && document.activeElement === line).toBe(true)
  expect((await draw({}, 'call-2')).page.all('[aria-current="true"]')).toEqual([])
})
