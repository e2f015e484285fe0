import type { Knex } from '@orderline/db'
import { campaignColumns, defaultCampaign, defaultCampaignName } from '@orderline/db'
import type { EpochMs, PauseReason } from '@orderline/domain/contract'
import type { AuditService } from '../audit/audit-service.ts'
import { createId } from '@orderline/runtime/ids'

type ClientQueue = { clientId: string; queueId: string | null; now: EpochMs; audit: Pick<AuditService, 'record'> }

/**
 * A client whose orders have a queue has a campaign that dials them: made with the queue, moved with it, and paused
 * with the reason while there is none. A campaign that a supervisor has stopped stays so.
 */
export async function keepDefaultCampaign(trx: Knex, { clientId, queueId, now, audit }: ClientQueue): Promise<void> {
  const own = { client_id: clientId, name: defaultCampaignName }
  if (queueId === null) return pauseWithoutQueue(trx, { ...own, audit })
  if ((await trx('campaigns').where({ client_id: clientId }).first('id')) === undefined) {
    await trx('campaigns').insert(campaignColumns(defaultCampaign({ id: createId(), clientId, queueId, now })))
    return
  }
  await trx('campaigns').where(own).update({ queue_id: queueId })
}

type OwnCampaign = { client_id: string; name: string; audit: Pick<AuditService, 'record'> }

/** Nobody has pressed "pause": the audit names the reason, and beside it stands who took the queue away. */
async function pauseWithoutQueue(trx: Knex, { audit, ...own }: OwnCampaign): Promise<void> {
  const because: PauseReason = 'client-without-queue'
  const settings = trx.raw("JSON_SET(settings, '$.pausedBecause', ?)", [because])
  const running = await trx('campaigns')
    .where({ ...own, status: 'running' })
    .forUpdate()
    .select('id')
  for (const { id } of running) {
    await trx('campaigns').where({ id }).update({ status: 'paused', settings })
    const details = { from: 'running', to: 'paused', because }
    await audit.record({ userId: null, action: 'pause', subject: 'campaign', subjectId: id, details }, trx)
  }
}
