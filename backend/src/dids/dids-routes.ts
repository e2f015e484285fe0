import { didInputSchema } from '@orderline/domain/contract'
import { createAdministeredRoutes } from '../administration/administered-routes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import type { DidsService } from './dids-service.ts'

export function createDidsRoutes({ guards, dids }: { guards: HttpGuards; dids: DidsService }) {
  return createAdministeredRoutes({ path: '/api/admin/dids', guards, service: dids, inputSchema: didInputSchema })
}
