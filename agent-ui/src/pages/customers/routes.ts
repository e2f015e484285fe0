import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/customers',
    name: 'customers',
    component: () => import('./CustomersPage.vue'),
    meta: {
      roles: ['supervisor', 'admin'],
      nav: { titleKey: 'customers.title', icon: 'i-lucide-users', order: 50 },
    },
  },
  {
    path: '/customers/:id',
    name: 'customer',
    component: () => import('./CustomerPage.vue'),
    props: true,
    meta: { roles: ['supervisor', 'admin', 'agent'] },
  },
]
