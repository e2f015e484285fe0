import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./NotFoundPage.vue') },
  { path: '/:path(.*)*', name: 'not-found', component: () => import('./NotFoundPage.vue') },
]
