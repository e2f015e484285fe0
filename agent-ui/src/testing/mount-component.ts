import ui from '@nuxt/ui/vue-plugin'
import type { Locale } from '@orderline/domain/contract'
import { createPinia } from 'pinia'
import { createApp, h, nextTick, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { onTestFinished } from 'vitest'
import { i18n, setLocale } from '../i18n/index.ts'

/** Anywhere on the page: dialogs are drawn outside of the component that opens them. */
export function onPage(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`nothing on the page is ${selector}`)
  return found
}

export const byId = (testid: string): HTMLElement => onPage(`[data-testid="${testid}"]`)

/** Types a text into a field, in place of what stood there. */
export function typeInto(testid: string, text: string): void {
  const field = byId(testid).querySelector('input, textarea') ?? byId(testid)
  Object.assign(field, { value: text })
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Clicks as a person does, and waits until what follows is drawn. */
export async function click(element: HTMLElement): Promise<void> {
  element.click()
  await nextTick()
}

/** A component on a page of its own for the length of one test, with texts and stores as in the application. */
export async function mountComponent(component: Component, props: Record<string, unknown> = {}, locale: Locale = 'en') {
  await setLocale(locale)
  const host = document.createElement('div')
  document.body.append(host)
  const anywhere = { path: '/:all(.*)', component: { render: () => h(component, props) } }
  const router = createRouter({ history: createMemoryHistory(), routes: [anywhere] })
  const app = createApp({ render: () => h(RouterView) })
  app.use(createPinia()).use(i18n).use(router).use(ui).mount(host)
  onTestFinished(() => {
    app.unmount()
    host.remove()
  })
  await router.isReady()
  await nextTick()
  return {
    has: (testid: string) => host.querySelector(`[data-testid="${testid}"]`) !== null,
    all: (selector: string) => [...host.querySelectorAll<HTMLElement>(selector)],
    text: () => (host.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  }
}
