import type { Disposition, MachineCheck, WrapUpInput } from '@orderline/domain/contract'
import { beforeEach, expect, it } from 'vitest'
import { nextTick, reactive } from 'vue'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import OutcomePanel from './OutcomePanel.vue'

async function mountPanel(machineCheck: MachineCheck | null = null) {
  return (await mountChanging(machineCheck)).sent
}

/** With the facts of the call, which a test changes as the desk does. */
async function mountChanging(machineCheck: MachineCheck | null = null) {
  const sent: WrapUpInput[] = []
  const finish = (wrapUp: WrapUpInput) => Promise.resolve(sent.push(wrapUp) > 0)
  const facts = reactive({
    ...{ callId: 'call-1', wrapUpUntil: null, isWrappingUp: true, finish },
    machineCheck,
    endedBecause: null,
    hasOrder: true,
    isConfirmed: false,
    timeZone: 'Europe/Kyiv',
    isBusy: false,
    foresee: () => null,
  })
  await mountComponent(OutcomePanel, facts)
  return { sent, facts }
}

async function press(digit: number): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { code: `Digit${digit}`, altKey: true }))
  await nextTick()
}
const isChosen = (disposition: Disposition) =>
  byId(`wrapup-disposition-${disposition}`).getAttribute('aria-pressed') === 'true'

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

it('offers “machine” only for a call that was taken for one', async () => {
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

it('a digit chooses what stands at its place now: an order that comes later moves the list', async () => {
  const { facts } = await mountChanging()
  facts.hasOrder = false
  await nextTick()
  await press(1)
  expect(isChosen('callback')).toBe(true)
  facts.hasOrder = true
  await nextTick()
  await press(1)
  expect(isChosen('confirmed')).toBe(true)
})

it('a digit reaches what the list had no place for at first, and one without a place chooses nothing', async () => {
  const { facts } = await mountChanging()
  await press(9)
  await press(0)
  expect(isChosen('other')).toBe(true)
  facts.machineCheck = 'asked'
  await nextTick()
  await press(9)
  expect(isChosen('machine')).toBe(true)
})

it('takes “machine” back when the agent has heard a person after all', async () => {
  const { facts } = await mountChanging('machine')
  facts.machineCheck = 'person'
  await nextTick()
  expect(isChosen('machine')).toBe(false)
})

it('does not take “confirmed” for an order that the questionnaire has not confirmed: it would be called again', async () => {
  const { sent, facts } = await mountChanging()
  await click(byId('wrapup-disposition-confirmed'))
  expect(byId('wrapup-unconfirmed').textContent).toContain('Confirm the order')
  expect(byId('wrapup-finish').hasAttribute('disabled')).toBe(true)
  facts.isConfirmed = true
  await nextTick()
  await click(byId('wrapup-finish'))
  await expect.poll(() => sent[0]?.disposition).toBe('confirmed')
})

it('says why the talk ended below what an agent may be aiming at', async () => {
  const { facts } = await mountChanging()
  Object.assign(facts, { endedBecause: 'completed' })
  await nextTick()
  const isBefore = byId('wrapup-finish').compareDocumentPosition(byId('ended-because'))
  expect(isBefore & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
})
