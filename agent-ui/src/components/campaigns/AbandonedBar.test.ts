import { expect, it } from 'vitest'
import { mountComponent } from '../../testing/mount-component.ts'
import AbandonedBar from './AbandonedBar.vue'

const props = { label: 'Abandoned, 24 h', cap: 0.03 }

it('CC-41: tells the abandoned rate against its cap, also to a screen reader', async () => {
  const { all } = await mountComponent(AbandonedBar, { ...props, count: { abandoned: 4, connected: 96 } })
  const [bar] = all('[role="meter"]')
  expect(bar?.dataset['tone']).toBe('error')
  expect(bar?.getAttribute('aria-valuetext')).toBe('4.0%, 4 of 100 who answered; cap 3.0%')
})

it('shows no figure while nobody has answered', async () => {
  const { text } = await mountComponent(AbandonedBar, { ...props, count: { abandoned: 0, connected: 0 } })
  expect(text()).toBe('—')
})
