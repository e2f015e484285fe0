import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/board',
    name: 'board',
    component: () => import('./BoardPage.vue'),
    meta: {
      roles: ['supervisor', 'admin'],
      nav: { titleKey: 'board.title', icon: 'i-lucide-layout-dashboard', order: 10 },
    },
  },
  {
    path: '/missed-calls',
    name: 'missed-calls',
    component: () => import('./MissedCallsPage.vue'),
    meta: {
      roles: ['agent', 'supervisor', 'admin'],
      nav: { titleKey: 'board.missed.nav', icon: 'i-lucide-phone-missed', order: 15 },
    },
  },
]
