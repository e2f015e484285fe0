import { expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { useRouter, type Router } from 'vue-router'
import { mountComponent } from '../testing/mount-component.ts'
import { useAddressedList } from './use-addressed-list.ts'

type Shown = ReturnType<
  typeof useAddressedList<{ id: string }, { status: string | undefined; state: string | undefined }>
>

/** A page with one list, and what the server was asked. */
async function openList(address: string) {
  const asked: object[] = []
  const seen: { router?: Router; list?: Shown } = {}
  const page = defineComponent(() => {
    seen.list = useAddressedList<{ id: string }, { status: string | undefined; state: string | undefined }>(
      { status: undefined, state: 'open' },
      (query) => {
        asked.push(query)
        return Promise.resolve({ items: [], total: 500 })
      },
    )
    return () => h('p')
  })
  const shell = defineComponent(() => {
    const router = (seen.router = useRouter())
    return () => (router.currentRoute.value.path === '/orders' ? h(page) : null)
  })
  await mountComponent(shell)
  const router = seen.router!
  const go = async (path: string) => {
    await router.push(path)
    await nextTick()
  }
  await go(address)
  return { asked, router, go, list: () => seen.list! }
}

it('keeps search, filters and page in the address, and begins there when somebody comes back', async () => {
  const { asked, router, go, list } = await openList('/orders')
  expect(asked).toEqual([{ limit: 50, offset: 0, search: '', status: undefined, state: 'open' }])
  list().filters.status = 'retry'
  list().filters.state = undefined
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/orders?status=retry&state=')
  list().page.value = 3
  await expect.poll(() => router.currentRoute.value.query['page']).toBe('3')
  await go('/orders/1')
  expect(router.currentRoute.value.fullPath).toBe('/orders/1')
  router.back()
  await expect
    .poll(() => asked.at(-1))
    .toEqual({ limit: 50, offset: 100, search: '', status: 'retry', state: undefined })
})

it('takes an address that makes no sense for the beginning of the list', async () => {
  const { asked } = await openList('/orders?page=-3&search=&status=')
  expect(asked).toEqual([{ limit: 50, offset: 0, search: '', status: undefined, state: 'open' }])
})

it('knows whether it was narrowed, so that an empty list can say why it is empty', async () => {
  const { list } = await openList('/orders')
  expect(list().isNarrowed.value).toBe(false)
  list().filters.state = 'done'
  expect(list().isNarrowed.value).toBe(false)
  list().filters.status = 'retry'
  expect(list().isNarrowed.value).toBe(true)
})
