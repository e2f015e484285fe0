import { beforeEach, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { useRouter, type Router } from 'vue-router'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import BackButton from './BackButton.vue'

beforeEach(() => window.history.replaceState(null, ''))

async function openRecord() {
  const seen: { router?: Router } = {}
  const page = defineComponent(() => {
    seen.router = useRouter()
    return () => h(BackButton, { to: '/orders' })
  })
  await mountComponent(page)
  return seen.router!
}

it('leads back to the list as it was left', async () => {
  const router = await openRecord()
  await router.push('/orders?page=3')
  await router.push('/orders/1')
  // As in the application; the router of tests keeps its history in memory.
  window.history.replaceState({ back: '/orders?page=3' }, '')
  await nextTick()
  await click(byId('go-back'))
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/orders?page=3')
})

it('leads to the list when the page was opened from outside', async () => {
  const router = await openRecord()
  await click(byId('go-back'))
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/orders')
})
