import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { createAssignOrders } from '../campaigns/assign-orders.ts'
import { createCampaignProgress } from '../campaigns/campaign-progress.ts'
import { createCampaignsRepository } from '../campaigns/campaigns-repository.ts'
import { createCampaignsService } from '../campaigns/campaigns-service.ts'
import { createDrawSegment } from '../campaigns/draw-segment.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import type { Config } from '../config.ts'
import { createKeepCampaignsJob } from '../jobs/keep-campaigns.ts'
import type { Adapters } from './adapters.ts'
import type { OfficeParts } from './office-parts.ts'
import type { OrderParts } from './order-parts.ts'

export type CampaignPartsDeps = Pick<Adapters, 'db' | 'redis' | 'httpRedis'> & {
  settings: Config
  office: Pick<OfficeParts, 'audit'>
  orderParts: Pick<OrderParts, 'wakeDialer'>
  now: Clock
  log: Logger
}
export type CampaignParts = ReturnType<typeof createCampaignParts>

/** What is dialled beside single orders, who runs it, and whom nobody may call. */
export function createCampaignParts(deps: CampaignPartsDeps) {
  const { db, redis, httpRedis, settings, office, orderParts, now, log } = deps
  const { wakeDialer } = orderParts
  const assignOrders = createAssignOrders({ db, wakeDialer })
  const campaigns = createCampaignsService({
    db,
    campaigns: createCampaignsRepository({ db }),
    assignOrders,
    drawSegment: createDrawSegment({ now }),
    audit: office.audit,
    config: createConfigPublisher({ redis, log }),
    wakeDialer,
    lawfulHours: settings.CALLING_HOURS,
    now,
  })
  return {
    campaigns,
    progress: createCampaignProgress({ db, redis: httpRedis, now }),
    keepCampaignsJob: createKeepCampaignsJob({ db, assignOrders, campaigns, now, log }),
  }
}
