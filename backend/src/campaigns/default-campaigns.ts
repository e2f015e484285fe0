import type { Knex } from '@orderline/db'
import { campaignColumns, defaultCampaign, defaultCampaignName } from '@orderline/db'
import type { EpochMs, PauseReason } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'

type ClientQueue = { clientId: string; queueId: string | null; now: EpochMs }

/**
 * A client whose orders have a queue has a campaign that dials them: made with the queue, moved with it, and paused
 * with the reason while there is none. A campaign that a supervisor has stopped stays so.
 */
export async function keepDefaultCampaign(trx: Knex, { clientId, queueId, now }: ClientQueue): Promise<void> {
  const own = { client_id: clientId, name: defaultCampaignName }
  if (queueId === null) {
    await trx('campaigns')
      .where({ ...own, status: 'running' })
      .update({ status: 'paused', settings: withReason(trx) })
    return
  }
  if ((await trx('campaigns').where({ client_id: clientId }).first('id')) === undefined) {
    await trx('campaigns').insert(campaignColumns(defaultCampaign({ id: createId(), clientId, queueId, now })))
    return
  }
  await trx('campaigns').where(own).update({ queue_id: queueId })
}

function withReason(trx: Knex) {
  return trx.raw("JSON_SET(settings, '$.pausedBecause', ?)", ['client-without-queue' satisfies PauseReason])
}
