import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './app.css'
import { http } from './api/http.ts'
import { i18n, preferredLocale, setLocale } from './i18n/index.ts'
import { router } from './router/index.ts'
import { useSessionStore } from './stores/session.ts'

async function start(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(i18n).use(router).use(ui)
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
