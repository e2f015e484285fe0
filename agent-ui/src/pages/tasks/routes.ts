import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/tasks',
    name: 'tasks',
    component: () => import('./TasksPage.vue'),
    meta: {
      roles: ['agent', 'supervisor', 'admin'],
      nav: { titleKey: 'tasks.title', icon: 'i-lucide-list-checks', order: 27 },
    },
  },
]
