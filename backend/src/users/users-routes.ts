import { newUserInputSchema, userInputSchema } from '@orderline/domain/contract'
import { createAdministeredRoutes } from '../administration/administered-routes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { userListQuerySchema } from './users-query.ts'
import type { UsersService } from './users-service.ts'

export function createUsersRoutes({ guards, users }: { guards: HttpGuards; users: UsersService }) {
  return createAdministeredRoutes({
    path: '/api/admin/users',
    guards,
    service: users,
    inputSchema: userInputSchema,
    newInputSchema: newUserInputSchema,
    listQuerySchema: userListQuerySchema,
  })
}
