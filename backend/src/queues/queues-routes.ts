import { queueInputSchema } from '@orderline/domain/contract'
import { createAdministeredRoutes } from '../administration/administered-routes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import type { QueuesService } from './queues-service.ts'

export function createQueuesRoutes({ guards, queues }: { guards: HttpGuards; queues: QueuesService }) {
  return createAdministeredRoutes({ path: '/api/admin/queues', guards, service: queues, inputSchema: queueInputSchema })
}
