import type { ApiKeyView } from '@orderline/domain/contract'
import { type ApiKeyRow, type Database, type Knex, toDate, toMs, toMsOrNull } from '@orderline/db'
import type { ApiClient } from '../http/http-types.ts'

export type NewApiKey = {
  id: string
  clientId: string
  label: string
  prefix: string
  keyHash: string
  createdAt: number
}

/** More keys than a shop ever has. */
const mostKeys = 500

export function createApiKeysRepository({ db }: { db: Database }) {
  const activeClients = () => db('clients').where({ active: true }).select('id')

  return {
    /** Newest first, revoked ones too. */
    async findOf(clientId: string): Promise<ApiKeyView[]> {
      const rows = await db('api_keys').where({ client_id: clientId }).orderBy('created_at', 'desc').limit(mostKeys)
      return rows.map(toView)
    },

    async insert(key: NewApiKey, trx: Knex): Promise<void> {
      await trx('api_keys').insert({
        id: key.id,
        client_id: key.clientId,
        label: key.label,
        prefix: key.prefix,
        key_hash: key.keyHash,
        created_at: toDate(key.createdAt),
      })
    },

    /** Whether there was such a key to revoke. */
    async revoke({ id, clientId, at }: { id: string; clientId: string; at: number }, trx: Knex): Promise<boolean> {
      const rows = trx('api_keys').where({ id, client_id: clientId }).whereNull('revoked_at')
      return (await rows.update({ revoked_at: toDate(at) })) > 0
    },

    /** Whose key this is, if it is valid and the shop is active. */
    async findActive(keyHash: string): Promise<ApiClient | undefined> {
      const row = await db('api_keys')
        .where({ key_hash: keyHash })
        .whereNull('revoked_at')
        .whereIn('client_id', activeClients())
        .first()
      return row && { clientId: row.client_id, keyId: row.id }
    },

    async touch(id: string, at: number): Promise<void> {
      await db('api_keys')
        .where({ id })
        .update({ last_used_at: toDate(at) })
    },
  }
}

function toView(row: ApiKeyRow): ApiKeyView {
  return {
    id: row.id,
    clientId: row.client_id,
    label: row.label,
    prefix: row.prefix,
    createdAt: toMs(row.created_at),
    lastUsedAt: toMsOrNull(row.last_used_at),
    revokedAt: toMsOrNull(row.revoked_at),
  }
}
