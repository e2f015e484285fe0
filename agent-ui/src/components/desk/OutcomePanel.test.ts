import type { MachineCheck, WrapUpInput } from '@orderline/domain/contract'
import { beforeEach, expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import OutcomePanel from './OutcomePanel.vue'

async function mountPanel(machineCheck: MachineCheck | null = null) {
  const sent: WrapUpInput[] = []
  const finish = (wrapUp: WrapUpInput) => Promise.resolve(sent.push(wrapUp) > 0)
  const facts = {
    machineCheck,
    endedBecause: null,
    hasOrder: true,
    isConfirmed: false,
    timeZone: 'Europe/Kyiv',
    isBusy: false,
  }
  await mountComponent(OutcomePanel, { callId: 'call-1', wrapUpUntil: null, isWrappingUp: true, finish, ...facts })
  return sent
}

beforeEach(() => localStorage.clear())

it('promises a callback to anyone who fits, or to the agent who speaks', async () => {
  const sent = await mountPanel()
  await click(byId('wrapup-disposition-callback'))
  await click(byId('callback').querySelector('button')!)
  await click(byId('wrapup-finish'))
  await expect.poll(() => sent[0]?.callbackFor).toBe('anyone')
  expect(sent[0]?.callbackAt).toBeGreaterThan(Date.now())

  await click(byId('wrapup-disposition-callback'))
  await click(byId('callback').querySelector('button')!)
  await click(byId('callback-for-me'))
  await click(byId('wrapup-finish'))
  await expect.poll(() => sent[1]?.callbackFor).toBe('me')
})

it('says what “do not call” means before it is sent; it promises nobody anything', async () => {
  const sent = await mountPanel()
  await click(byId('wrapup-disposition-do-not-call'))
  expect(byId('wrapup').textContent).toContain('nobody dials it for this shop any more')
  await click(byId('wrapup-finish'))
  await expect.poll(() => sent[0]?.disposition).toBe('do-not-call')
  expect(sent[0]).not.toHaveProperty('callbackFor')
})

it('offers “machine” only for a call that was taken for one, and has it chosen when the agent has said so', async () => {
  await mountPanel()
  expect(document.querySelector('[data-testid="wrapup-disposition-machine"]')).toBeNull()
})

it('notes a machine that the agent has recognised', async () => {
  const sent = await mountPanel('machine')
  expect(byId('wrapup-disposition-machine').getAttribute('aria-pressed')).toBe('true')
  expect(byId('wrapup-disposition-other').getAttribute('aria-keyshortcuts')).toBe('Alt+0')
  await click(byId('wrapup-finish'))
  await expect.poll(() => sent[0]?.disposition).toBe('machine')
})
