import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/orders',
    name: 'orders',
    component: () => import('./OrdersPage.vue'),
    meta: {
      roles: ['supervisor', 'admin'],
      nav: { titleKey: 'orders.title', icon: 'i-lucide-shopping-bag', order: 30 },
    },
  },
  {
    path: '/orders/:id',
    name: 'order',
    component: () => import('./OrderPage.vue'),
    props: true,
    meta: { roles: ['supervisor', 'admin', 'agent', 'client'] },
  },
]
