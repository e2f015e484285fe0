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

it('CC-41: tells apart what is estimated from the errors of the machine detection', async () => {
  const count = { abandoned: 4.25, connected: 96, estimated: 1.25 }
  const { all, text } = await mountComponent(AbandonedBar, { ...props, count, isDetailed: true })
  expect(all('[role="meter"]')[0]?.getAttribute('aria-valuetext')).toBe(
    '4.2%, 4.3 of 100.3 who answered; cap 3.0%; of these 1.3 estimated from the errors of the machine detection',
  )
  expect(text()).toContain('of these 1.3 estimated')
})
