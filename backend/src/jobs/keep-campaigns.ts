import type { Database } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { AssignOrders } from '../campaigns/assign-orders.ts'
import type { CampaignsService } from '../campaigns/campaigns-service.ts'
import type { KeepPromises } from '../campaigns/keep-promises.ts'
import { forgetHolds } from '../campaigns/number-rules-repository.ts'
import { createEvery } from './every.ts'

export type KeepCampaignsDeps = {
  db: Database
  assignOrders: Pick<AssignOrders, 'orphans'>
  campaigns: Pick<CampaignsService, 'finish'>
  keepPromises: KeepPromises
  now: Clock
  log: Logger
}

/**
 * What time does to campaigns, each five seconds: those end whose end has come, what was promised in one that is over is
 * made without it, an order that came while another process changed the campaigns finds its own, and numbers are let go.
 * Every backend may: each step is done once.
 */
export function createKeepCampaignsJob({ db, assignOrders, campaigns, keepPromises, now, log }: KeepCampaignsDeps) {
  async function run(): Promise<void> {
    await campaigns.finish()
    await keepPromises()
    await assignOrders.orphans()
    await forgetHolds(db, now())
  }
  return createEvery({ name: 'keep-campaigns', everyMs: 5_000, run, log })
}
