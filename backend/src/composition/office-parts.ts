import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { createAuditService } from '../audit/audit-service.ts'
import { createApiKeyCache } from '../clients/api-key-cache.ts'
import { createApiKeysService } from '../clients/api-keys-service.ts'
import { createClientsService } from '../clients/clients-service.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import type { Config } from '../config.ts'
import { createDidsService } from '../dids/dids-service.ts'
import { createHttpGuards } from '../http/http-guards.ts'
import { createRateLimits } from '../http/rate-limit.ts'
import { createQueuesService } from '../queues/queues-service.ts'
import { createSessionStore } from '../sessions/session-store.ts'
import { createSessionsService } from '../sessions/sessions-service.ts'
import { createSkillsService } from '../skills/skills-service.ts'
import { createUsersRepository } from '../users/users-repository.ts'
import { createUsersService } from '../users/users-service.ts'
import type { Adapters } from './adapters.ts'

export type OfficePartsDeps = Adapters & { config: ConfigCache; settings: Config; now: Clock; log: Logger }
export type OfficeParts = ReturnType<typeof createOfficeParts>

/** Who may do what, and the nouns that an administrator keeps. */
export function createOfficeParts({ db, redis, httpRedis, config, settings, now, log }: OfficePartsDeps) {
  const rateLimits = createRateLimits({
    redis: httpRedis,
    limits: {
      api: { points: settings.API_RATE_PER_MINUTE, seconds: 60 },
      login: { points: settings.LOGINS_PER_MINUTE, seconds: 60 },
    },
  })
  const sessionStore = createSessionStore({ redis: httpRedis })
  const apiKeyCache = createApiKeyCache({ db, log })
  const audit = createAuditService({ db, now })
  const users = createUsersRepository({ db, now })
  const sessions = createSessionsService({ store: sessionStore, users, rateLimits, audit, log })
  const administered = { db, audit, config: createConfigPublisher({ redis, log }) }
  config.onReload(() => apiKeyCache.clear())
  return {
    audit,
    sessionStore,
    sessions,
    guards: createHttpGuards({ sessions: sessionStore, apiKeys: apiKeyCache, rateLimits }),
    users: createUsersService({ ...administered, endSessions: sessions.endAllOf, now }),
    skills: createSkillsService(administered),
    queues: createQueuesService(administered),
    dids: createDidsService(administered),
    clients: createClientsService({ ...administered, now }),
    apiKeys: createApiKeysService({ ...administered, now }),
  }
}
