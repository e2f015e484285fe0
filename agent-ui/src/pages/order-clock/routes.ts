import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/order-clock',
    name: 'orderClock',
    component: () => import('./OrderClockPage.vue'),
    meta: {
      roles: ['supervisor', 'admin', 'client'],
      nav: { titleKey: 'orderClock.title', icon: 'i-lucide-timer', order: 15 },
    },
  },
]
