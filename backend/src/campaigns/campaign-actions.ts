import { applyCampaignAction } from '@orderline/domain/campaign'
import type { CampaignAction, CampaignView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { Actor } from '../administration/administered-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { CampaignChanges } from './campaign-changes.ts'
import type { CampaignsServiceDeps } from './campaigns-service.ts'
import { findClients, findDone, findOverdue, finishCampaigns } from './finish-campaigns.ts'

type Deps = Pick<CampaignsServiceDeps, 'db' | 'campaigns' | 'assignOrders' | 'drawSegment' | 'config' | 'now'>

/** What people and time do to a campaign. A pause holds within the second: the dialer hears of it at once. */
export function createCampaignActions(deps: Deps, { change, lock, note }: CampaignChanges) {
  const { db, campaigns, assignOrders, drawSegment, config, now } = deps
  return {
    /** Errors: `campaign/not-found`, `campaign/wrong-status` for what is not possible in the present one. */
    act: (id: string, action: CampaignAction, actor: Actor): Promise<CampaignView> =>
      change(async (trx) => {
        const before = await lock(trx, id)
        const status = applyCampaignAction(before.status, action)
        if (!status) throw wrongStatus(before)
        const { pausedBecause: _over, ...as } = before
        await campaigns.update({ ...as, status, updatedAt: now() }, trx)
        const after = await lock(trx, id)
        if (before.status === 'draft' && status === 'running') await drawSegment(trx, after)
        await note(trx, { actor, action, id, details: { from: before.status, to: status } })
        return after
      }),

    /**
     * Ends campaigns whose end has come or whose list is done; answers how many. Open orders that one of them leaves
     * find another campaign of their client.
     */
    async finish(): Promise<number> {
      const ids = [...new Set([...(await findOverdue(db, now())), ...(await findDone(db))])]
      if (ids.length === 0) return 0
      const finished = await finishCampaigns(db, ids, now())
      await config.configChanged()
      for (const clientId of await findClients(db, ids)) await assignOrders.ofClient(clientId)
      return finished
    },
  }
}

function wrongStatus({ status }: CampaignView): AppError<ErrorCode> {
  return new AppError<ErrorCode>('campaign/wrong-status', { detail: `The campaign is ${status}.` })
}
