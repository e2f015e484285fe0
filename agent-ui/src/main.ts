import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './app.css'
import { http } from './api/http.ts'
import { i18n, preferredLocale, setLocale } from './i18n/index.ts'
import { router } from './router/index.ts'
import { useReleaseStore } from './stores/release.ts'
import { useSessionStore } from './stores/session.ts'

async function start(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(i18n).use(router).use(ui)
  // Vite tells so of every part of the page that cannot be loaded; the texts are the first.
  window.addEventListener('vite:preloadError', () => void useReleaseStore().recover())
  await setLocale(preferredLocale())
  http.onSessionLost(() => {
    const session = useSessionStore()
    if (!session.session) return
    session.forget()
    void router.push({ name: 'login', query: { next: router.currentRoute.value.fullPath } })
  })
  app.mount('#app')
}

void start()
