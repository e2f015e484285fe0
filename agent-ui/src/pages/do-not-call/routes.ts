import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/do-not-call',
    name: 'do-not-call',
    component: () => import('./DoNotCallPage.vue'),
    meta: {
      roles: ['supervisor', 'admin'],
      nav: { titleKey: 'doNotCall.title', icon: 'i-lucide-phone-off', order: 55 },
    },
  },
]
