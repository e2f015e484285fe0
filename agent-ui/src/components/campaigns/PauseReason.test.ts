import { expect, it } from 'vitest'
import { mountComponent } from '../../testing/mount-component.ts'
import PauseReason from './PauseReason.vue'

it.each([
  ['en', 'the shop lost the queue'],
  ['uk', 'магазин втратив чергу'],
  ['ru', 'магазин потерял очередь'],
] as const)('says in %s why a campaign was paused that nobody paused', async (locale, words) => {
  const page = await mountComponent(PauseReason, { reason: 'client-without-queue' }, locale)
  expect(page.text()).toContain(words)
})
