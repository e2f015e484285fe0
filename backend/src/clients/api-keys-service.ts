import { createHash, randomBytes } from 'node:crypto'
import type { ApiKeyCreated, ApiKeyView } from '@orderline/domain/contract'
import { isReferenceMissing, transaction } from '@orderline/db'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { Actor, AdministeredDeps } from '../administration/administered-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { createApiKeysRepository } from './api-keys-repository.ts'

export type ApiKeysService = ReturnType<typeof createApiKeysService>

/** Keys by which shops use the public API. A key is shown once; only its SHA-256 stays: it is random, so that is enough. */
export function createApiKeysService({ db, audit, config, now = systemClock }: AdministeredDeps & { now?: Clock }) {
  const repository = createApiKeysRepository({ db })
  return {
    list: (clientId: string): Promise<ApiKeyView[]> => repository.findOf(clientId),

    async create(clientId: string, label: string, actor: Actor): Promise<ApiKeyCreated> {
      const key = `ok_${randomBytes(32).toString('base64url')}`
      const created = { id: createId(), clientId, label, prefix: key.slice(0, 11) }
      const keyHash = createHash('sha256').update(key).digest('hex')
      await transaction(db, async (trx) => {
        await repository.insert({ ...created, keyHash, createdAt: now() }, trx)
        await audit.record(fact('create', created.id, { actor, details: { after: created } }), trx)
      }).catch((error: unknown) => {
        if (isReferenceMissing(error)) throw new AppError<ErrorCode>('client/not-found', { clientId })
        throw error
      })
      return { id: created.id, clientId, label, key }
    },

    /** The key stops working when the backends hear of it, that is at once; with Redis away, within half a minute. */
    async revoke(clientId: string, id: string, actor: Actor): Promise<void> {
      await transaction(db, async (trx) => {
        const wasValid = await repository.revoke({ id, clientId, at: now() }, trx)
        if (!wasValid) throw new AppError<ErrorCode>('api-key/not-found', { id })
        await audit.record(fact('revoke', id, { actor, details: { clientId } }), trx)
      })
      await config.configChanged()
    },
  }
}

function fact(action: string, id: string, { actor, details }: { actor: Actor; details: Record<string, unknown> }) {
  return { userId: actor.userId, action, subject: 'api-key', subjectId: id, details }
}
