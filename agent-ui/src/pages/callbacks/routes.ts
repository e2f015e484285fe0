import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/callbacks',
    name: 'callbacks',
    component: () => import('./CallbacksPage.vue'),
    meta: {
      roles: ['agent', 'supervisor', 'admin'],
      nav: { titleKey: 'callbacks.title', icon: 'i-lucide-calendar-clock', order: 25 },
    },
  },
]
