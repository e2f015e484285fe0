import { campaignColumns, readCampaign, type Database, type Knex } from '@orderline/db'
import type { CampaignView, Page } from '@orderline/domain/contract'
import { findPage, searchIn } from '../administration/paging.ts'
import type { CampaignListQuery } from './campaigns-query.ts'

export type CampaignsRepository = ReturnType<typeof createCampaignsRepository>

/** Writes `campaigns`; those that come with a client, and their ends, are written beside. */
export function createCampaignsRepository({ db }: { db: Database }) {
  return {
    /** Those that are at work first, then the newest. `clientId` narrows to one shop, whatever the query asks. */
    findPage({ clientId, status, mode, search, ...page }: CampaignListQuery): Promise<Page<CampaignView>> {
      const rows = db('campaigns')
        .select()
        .orderByRaw("field(status, 'running', 'draining', 'paused', 'draft') = 0")
        .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
      if (clientId !== undefined) void rows.where({ client_id: clientId })
      if (status !== undefined) void rows.where({ status })
      if (mode !== undefined) void rows.where({ mode })
      searchIn(rows, search, { texts: ['name'] })
      return findPage(rows, page, readCampaign)
    },

    async find(id: string, trx: Knex = db): Promise<CampaignView | undefined> {
      const row = await trx('campaigns').where({ id }).first()
      return row && readCampaign(row)
    },

    /** Those of these campaigns that there are; `clientId` null: of any client. */
    async findIds(ids: readonly string[], clientId: string | null): Promise<string[]> {
      const rows = db('campaigns').whereIn('id', [...ids])
      if (clientId !== null) void rows.where({ client_id: clientId })
      return (await rows.select('id')).map(({ id }) => id)
    },

    async lock(trx: Knex.Transaction, id: string): Promise<CampaignView | undefined> {
      const row = await trx('campaigns').where({ id }).forUpdate().first()
      return row && readCampaign(row)
    },

    insert: async (view: CampaignView, trx: Knex): Promise<void> => {
      await trx('campaigns').insert(campaignColumns(view))
    },

    async update(view: CampaignView, trx: Knex): Promise<void> {
      const { id, ...columns } = campaignColumns(view)
      await trx('campaigns').where({ id }).update(columns)
    },

    delete: async (id: string, trx: Knex): Promise<void> => void (await trx('campaigns').where({ id }).delete()),

    /** Whether it has ever dialled. */
    async hasDialed(id: string, trx: Knex): Promise<boolean> {
      return (await trx('attempts').where({ campaign_id: id }).first('id')) !== undefined
    },
  }
}
