import { expect, it } from 'vitest'
import type { MachineCheck as Check } from '@orderline/domain/contract'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import MachineCheck from './MachineCheck.vue'

async function mountCheck(check: Check, over: { isTalking?: boolean; isBusy?: boolean } = {}) {
  const said: string[] = []
  const props = { check, isTalking: true, isBusy: false, ...over, onJudge: (judgement: string) => said.push(judgement) }
  return { ...(await mountComponent(MachineCheck, props)), said }
}
const press = (code: string) => window.dispatchEvent(new KeyboardEvent('keydown', { code, altKey: true }))

it('says that the detection takes the call for a machine, and asks whether it is one', async () => {
  const { text } = await mountCheck('asked')
  expect(text()).toContain('Taken for an answering machine')
  expect(text()).toContain('Is it a person or a machine?')
  expect(byId('machine-check').getAttribute('role')).toBe('status')
})

it('is answered by one click or one key', async () => {
  const { said } = await mountCheck('asked')
  await click(byId('machine-check-person'))
  await click(byId('machine-check-machine'))
  press('KeyL')
  press('KeyV')
  expect(said).toEqual(['person', 'machine', 'person', 'machine'])
})

it('shows what was said, and takes another answer only', async () => {
  const { said } = await mountCheck('person')
  expect(byId('machine-check-person').getAttribute('aria-pressed')).toBe('true')
  await click(byId('machine-check-person'))
  await click(byId('machine-check-machine'))
  expect(said).toEqual(['machine'])
})

it('asks nothing when the talk is over', async () => {
  const over = await mountCheck('asked', { isTalking: false })
  await click(byId('machine-check-person'))
  press('KeyL')
  expect(over.said).toEqual([])
})

it('waits while a command is under way', async () => {
  const { said } = await mountCheck('asked', { isBusy: true })
  press('KeyV')
  await click(byId('machine-check-machine'))
  expect(said).toEqual([])
})
