import type {
  ApiKeyCreated,
  ApiKeyView,
  AuditEntryView,
  ClientInput,
  ClientView,
  DidInput,
  DidView,
  Page,
  QueueInput,
  QueueView,
  QuestionnaireInput,
  QuestionnaireView,
  SkillInput,
  SkillView,
  UserInput,
  UserView,
  WebhookSecretsView,
  WebhookTarget,
  WebhookView,
} from '@orderline/domain/contract'
import { createCrudApi } from './crud-api.ts'
import type { Query } from './http-client.ts'
import { http } from './http.ts'

export const usersApi = createCrudApi<UserView, UserInput>('/api/admin/users')
export const skillsApi = createCrudApi<SkillView, SkillInput>('/api/admin/skills')
export const queuesApi = createCrudApi<QueueView, QueueInput>('/api/admin/queues')
export const didsApi = createCrudApi<DidView, DidInput>('/api/admin/dids')

export const clientsApi = {
  ...createCrudApi<ClientView, ClientInput>('/api/admin/clients'),
  apiKeys: (id: string) => http.get<Page<ApiKeyView>>(`/api/admin/clients/${id}/api-keys`),
  createApiKey: (id: string, label: string) => http.post<ApiKeyCreated>(`/api/admin/clients/${id}/api-keys`, { label }),
  revokeApiKey: (id: string, keyId: string) => http.delete(`/api/admin/clients/${id}/api-keys/${keyId}`),
  renewWebhookSecret: (id: string, target: WebhookTarget) =>
    http.post<WebhookSecretsView>(`/api/admin/clients/${id}/webhook-secrets/${target}/renew`),
  webhookSecrets: (id: string) => http.get<WebhookSecretsView>(`/api/admin/clients/${id}/webhook-secrets`),
}

export const questionnairesApi = {
  ...createCrudApi<QuestionnaireView, QuestionnaireInput>('/api/admin/questionnaires'),
  /** Refused when somebody has changed the draft since it was seen. */
  publish: (seen: QuestionnaireView) =>
    http.post<QuestionnaireView>(`/api/admin/questionnaires/${seen.id}/publish`, {}, { seen }),
}

export const webhooksApi = {
  list: (query: Query, signal?: AbortSignal) =>
    http.get<Page<WebhookView>>('/api/admin/webhooks', { query, ...(signal && { signal }) }),
  retry: (id: string) => http.post(`/api/admin/webhooks/${id}/retry`),
}

export const auditApi = {
  list: (query: Query, signal?: AbortSignal) =>
    http.get<Page<AuditEntryView>>('/api/admin/audit', { query, ...(signal && { signal }) }),
}
