import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/desk',
    name: 'desk',
    component: () => import('./DeskPage.vue'),
    meta: { roles: ['agent'], nav: { titleKey: 'desk.title', icon: 'i-lucide-headset', order: 10 } },
  },
]
