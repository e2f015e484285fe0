import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/deliveries',
    name: 'deliveries',
    component: () => import('./DeliveriesPage.vue'),
    meta: {
      roles: ['logistics', 'supervisor', 'admin'],
      nav: { titleKey: 'deliveries.title', icon: 'i-lucide-truck', order: 60 },
    },
  },
]
