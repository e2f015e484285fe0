import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/admin',
    name: 'admin',
    component: () => import('./AdminLayout.vue'),
    redirect: '/admin/users',
    meta: { roles: ['admin'], nav: { titleKey: 'admin.title', icon: 'i-lucide-settings', order: 90 } },
    children: [
      { path: 'users', name: 'admin-users', component: () => import('./UsersPage.vue') },
      { path: 'skills', name: 'admin-skills', component: () => import('./SkillsPage.vue') },
      { path: 'queues', name: 'admin-queues', component: () => import('./QueuesPage.vue') },
      { path: 'dids', name: 'admin-dids', component: () => import('./DidsPage.vue') },
      { path: 'clients', name: 'admin-clients', component: () => import('./ClientsPage.vue') },
      { path: 'clients/:id', name: 'admin-client', component: () => import('./ClientPage.vue'), props: true },
      { path: 'questionnaires', name: 'admin-questionnaires', component: () => import('./QuestionnairesPage.vue') },
      {
        path: 'questionnaires/:id',
        name: 'admin-questionnaire',
        component: () => import('./QuestionnairePage.vue'),
        props: true,
      },
      { path: 'webhooks', name: 'admin-webhooks', component: () => import('./WebhooksPage.vue') },
      { path: 'audit', name: 'admin-audit', component: () => import('./AuditPage.vue') },
    ],
  },
]
