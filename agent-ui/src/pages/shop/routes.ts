import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/shop',
    name: 'shop',
    component: () => import('./ShopPage.vue'),
    meta: { roles: ['client'], nav: { titleKey: 'shop.title', icon: 'i-lucide-store', order: 20 } },
  },
]
