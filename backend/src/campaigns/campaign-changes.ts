import { transaction, type Database, type Knex } from '@orderline/db'
import type { CampaignView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { Actor } from '../administration/administered-service.ts'
import type { AuditService } from '../audit/audit-service.ts'
import type { ConfigPublisher } from '../config-cache/config-publisher.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { AssignOrders } from './assign-orders.ts'
import type { CampaignsRepository } from './campaigns-repository.ts'

export type CampaignChangesDeps = {
  db: Database
  campaigns: CampaignsRepository
  assignOrders: Pick<AssignOrders, 'ofClient'>
  audit: AuditService
  config: ConfigPublisher
  wakeDialer: () => Promise<unknown>
}
export type CampaignChanges = ReturnType<typeof createCampaignChanges>
export type CampaignNote = { actor: Actor; action: string; id: string; details: Record<string, unknown> }

/** What each change of a campaign has around it. */
export function createCampaignChanges({ db, campaigns, audit, config, assignOrders, wakeDialer }: CampaignChangesDeps) {
  return {
    /** One transaction; then all processes are told, and the client's open orders find the campaign that is theirs. */
    async change(work: (trx: Knex.Transaction) => Promise<CampaignView>): Promise<CampaignView> {
      const view = await transaction(db, work)
      await config.configChanged()
      await assignOrders.ofClient(view.clientId)
      await wakeDialer()
      return view
    },

    /** As it is kept, so that its version is the one that a later reading has. Errors: `campaign/not-found`. */
    async lock(trx: Knex.Transaction, id: string): Promise<CampaignView> {
      const view = await campaigns.lock(trx, id)
      if (!view) throw new AppError<ErrorCode>('campaign/not-found', { id })
      return view
    },

    note: (trx: Knex, { actor, action, id, details }: CampaignNote): Promise<void> =>
      audit.record({ userId: actor.userId, action, subject: 'campaign', subjectId: id, details }, trx),
  }
}
