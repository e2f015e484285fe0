import { createTestDatabase, createUser } from '@orderline/db/testing'
import type { AuditEntryView, Page } from '@orderline/domain/contract'
import { createAuditRoutes } from '../audit/audit-routes.ts'
import { createApiKeysService } from '../clients/api-keys-service.ts'
import { createClientsRoutes } from '../clients/clients-routes.ts'
import { createClientsService } from '../clients/clients-service.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import { createDidsRoutes } from '../dids/dids-routes.ts'
import { createDidsService } from '../dids/dids-service.ts'
import { apiClient, authorize } from '../http/authorize.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { createHttpTestBed, type HttpTestBed } from '../http/testing.ts'
import { createQueuesRoutes } from '../queues/queues-routes.ts'
import { createQueuesService } from '../queues/queues-service.ts'
import { createSkillsRoutes } from '../skills/skills-routes.ts'
import { createSkillsService } from '../skills/skills-service.ts'
import { createUsersRoutes } from '../users/users-routes.ts'
import { createUsersService } from '../users/users-service.ts'

export type AdministrationBed = Awaited<ReturnType<typeof createAdministrationBed>>

/** All that is administered, over HTTP and in MariaDB, and an administrator who asks. */
export async function createAdministrationBed() {
  const database = await createTestDatabase()
  const bed = createHttpTestBed({ db: database.db })
  const endedSessions: string[] = []
  const routers = createRoutes(bed, endedSessions)
  await bed.start(routers)
  const admin = await createUser(database.db, { role: 'admin', name: 'Ada the administrator' })
  const headers = await bed.as(admin)
  const get = <T>(path: string) => bed.ask<T>(path, { headers })

  return {
    db: database.db,
    bed,
    routers,
    admin,
    /** Users who were logged out everywhere. */
    endedSessions,
    get,
    post: <T>(path: string, body: unknown) => bed.ask<T>(path, { method: 'POST', body, headers }),
    put: <T>(path: string, body: unknown, more = {}) =>
      bed.ask<T>(path, { method: 'PUT', body, headers: { ...headers, ...more } }),
    remove: (path: string) => bed.ask(path, { method: 'DELETE', headers }),
    lastAudit: async (): Promise<AuditEntryView | undefined> =>
      (await get<Page<AuditEntryView>>('/api/admin/audit?limit=1')).body.items[0],
    async close(): Promise<void> {
      await bed.close()
      await database.close()
    },
  }
}

/** A user who may be made. */
export function userInput(over: object = {}) {
  const login = `user-${Math.random().toString(36).slice(2)}`
  return { login, name: 'Olena', role: 'agent', password: 'correct horse', ...over }
}

function createRoutes({ db, guards, audit, redis, log, apiKeyCache }: HttpTestBed, ended: string[]): HttpRouter[] {
  const publisher = createConfigPublisher({ redis, log })
  const config = { configChanged: () => (apiKeyCache.clear(), publisher.configChanged()) }
  const deps = { db, audit, config }
  const endSessions = (userId: string) => Promise.resolve(void ended.push(userId))
  const shop = createRouter()
  shop.get('/api/v1/whoami', guards.authenticateApiKey, authorize(apiClient), (ctx) => {
    ctx.body = ctx.state.apiClient
  })
  return [
    createSkillsRoutes({ guards, skills: createSkillsService(deps) }),
    createQueuesRoutes({ guards, queues: createQueuesService(deps) }),
    createDidsRoutes({ guards, dids: createDidsService(deps) }),
    createClientsRoutes({ guards, clients: createClientsService(deps), apiKeys: createApiKeysService(deps) }),
    createUsersRoutes({ guards, users: createUsersService({ ...deps, endSessions }) }),
    createAuditRoutes({ guards, audit }),
    shop,
  ]
}
