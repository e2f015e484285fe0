import type { CallbackOutlook } from '@orderline/domain/contract'
import { nextTick, reactive } from 'vue'
import { expect, it } from 'vitest'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import PromisedMoment from './PromisedMoment.vue'

const night = Date.parse('2199-01-15T02:00:00Z')

function answers() {
  const asked: { at: number; answer: (outlook: CallbackOutlook) => void }[] = []
  const foresee = (at: number) => new Promise<CallbackOutlook>((answer) => asked.push({ at, answer }))
  return { asked, foresee }
}
const shown = () => document.querySelector('[data-testid="callback-problem"]')

it('says while a time is chosen that nobody may be called then, why, and when it would ring, by the customer’s clock', async () => {
  const { asked, foresee } = answers()
  const props = reactive({ modelValue: night, timeZone: 'Europe/Kyiv', quick: [], foresee })
  await mountComponent(PromisedMoment, props, 'uk')
  expect(asked.map(({ at }) => at)).toEqual([night])
  asked[0]!.answer({ problem: { rule: 'hours', from: Date.parse('2199-01-15T06:00:00Z') } })
  await expect.poll(() => shown()?.textContent).toContain('поза дозволеними годинами')
  expect(byId('callback-problem').textContent).toMatch(/08:00/)
})

it('goes by the time that was chosen last, whatever is answered when', async () => {
  const { asked, foresee } = answers()
  const props = reactive({ modelValue: night, timeZone: 'Europe/Kyiv', quick: [], foresee })
  await mountComponent(PromisedMoment, props)
  props.modelValue = night + 8 * 3_600_000
  await expect.poll(() => asked.length).toBe(2)
  asked[1]!.answer({ problem: null })
  asked[0]!.answer({ problem: { rule: 'hours', from: null } })
  await nextTick()
  await nextTick()
  expect(shown()).toBeNull()
})
