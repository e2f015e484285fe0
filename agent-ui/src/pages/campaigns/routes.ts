import type { RouteRecordRaw } from 'vue-router'

const roles = ['supervisor', 'admin'] as const
/** A shop looks at its own campaigns; nothing of them is its to change. */
const readers = [...roles, 'client'] as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/campaigns',
    name: 'campaigns',
    component: () => import('./CampaignsPage.vue'),
    meta: { roles: readers, nav: { titleKey: 'campaigns.title', icon: 'i-lucide-megaphone', order: 20 } },
  },
  { path: '/campaigns/new', name: 'campaign-new', component: () => import('./CampaignEditPage.vue'), meta: { roles } },
  {
    path: '/campaigns/:id',
    name: 'campaign',
    component: () => import('./CampaignPage.vue'),
    props: true,
    meta: { roles: readers },
  },
  {
    path: '/campaigns/:id/edit',
    name: 'campaign-edit',
    component: () => import('./CampaignEditPage.vue'),
    props: true,
    meta: { roles },
  },
]
