import { expect, it } from 'vitest'
import { nextTick, reactive } from 'vue'
import { usePageTitleStore } from '../../stores/page-title.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import PageHeader from './PageHeader.vue'

it('names the page on the browser’s tab; a call that waits for an answer goes before it', async () => {
  const facts = reactive({ title: 'Orders' })
  await mountComponent(PageHeader, facts)
  const titles = usePageTitleStore()
  expect(titles.text).toBe('Orders · Orderline')
  facts.title = 'Order V-1'
  await nextTick()
  expect(titles.text).toBe('Order V-1 · Orderline')
  titles.call = 'Call: Vesna'
  expect(titles.text).toBe('Call: Vesna')
})
