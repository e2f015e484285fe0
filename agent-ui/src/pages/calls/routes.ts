import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/calls',
    name: 'calls',
    component: () => import('./CallsPage.vue'),
    meta: {
      roles: ['agent', 'supervisor', 'admin'],
      nav: { titleKey: 'calls.title', icon: 'i-lucide-phone', order: 40 },
    },
  },
  {
    path: '/calls/:id',
    name: 'call',
    component: () => import('./CallPage.vue'),
    props: true,
    meta: { roles: ['agent', 'supervisor', 'admin', 'client'] },
  },
]
