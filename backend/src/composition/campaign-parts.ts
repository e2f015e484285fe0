import type { Notice } from '@orderline/domain/contract'
import { defaultRetryRules } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { createCallbacksService } from '../callbacks/callbacks-service.ts'
import { createApplyDisposition } from '../campaigns/apply-disposition.ts'
import { createAssignOrders } from '../campaigns/assign-orders.ts'
import { createCampaignProgress } from '../campaigns/campaign-progress.ts'
import { createCampaignsRepository } from '../campaigns/campaigns-repository.ts'
import { createCampaignsService } from '../campaigns/campaigns-service.ts'
import { createDrawSegment } from '../campaigns/draw-segment.ts'
import { createKeepPromises } from '../campaigns/keep-promises.ts'
import { createMayStillDial } from '../campaigns/may-still-dial.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import type { Config } from '../config.ts'
import { createDoNotCallService } from '../do-not-call/do-not-call-service.ts'
import { createAlone } from '../imports/alone.ts'
import { createHandCallsService, type HandCallsServiceDeps } from '../hand-calls/hand-calls-service.ts'
import { createImportsService } from '../imports/imports-service.ts'
import { createRunImports } from '../imports/run-imports.ts'
import { createUploadFiles } from '../imports/upload-files.ts'
import { createKeepCampaignsJob } from '../jobs/keep-campaigns.ts'
import { createReadImportsJob } from '../jobs/read-imports.ts'
import type { Adapters } from './adapters.ts'
import type { OfficeParts } from './office-parts.ts'
import type { OrderParts } from './order-parts.ts'
import { uploadsDir } from './uploads-dir.ts'

export type CampaignPartsDeps = Pick<Adapters, 'db' | 'redis' | 'httpRedis'> & {
  settings: Config
  config: ConfigCache
  office: Pick<OfficeParts, 'audit'>
  orderParts: Pick<OrderParts, 'wakeDialer' | 'orders' | 'sight'>
  notify: (room: `user:${string}`, notice: Notice) => void
  agentOf: HandCallsServiceDeps['agentOf']
  tellCustomer: HandCallsServiceDeps['tellCustomer']
  now: Clock
  log: Logger
}
export type CampaignParts = ReturnType<typeof createCampaignParts>

/** What is dialled beside single orders, who runs it, and whom nobody may call. */
export function createCampaignParts(deps: CampaignPartsDeps) {
  const { db, redis, httpRedis, settings, office, orderParts, notify, now, log } = deps
  const { wakeDialer } = orderParts
  const assignOrders = createAssignOrders({ db, wakeDialer, now })
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
  const keepPromises = createKeepPromises({ db, wakeDialer, now })
  const doNotCall = createDoNotCallService({ db, audit: office.audit, now })
  const { orders, sight } = orderParts
  const files = createUploadFiles(uploadsDir(settings))
  const runImports = createRunImports({
    db,
    files,
    doNotCall,
    alone: createAlone({ redis }),
    wakeDialer,
    notify,
    now,
    log,
  })
  const rules = { ...defaultRetryRules, hours: settings.CALLING_HOURS }
  return {
    campaigns,
    doNotCall,
    callbacks: createCallbacksService({ db, orders, sight, rules, wakeDialer, now }),
    handCalls: createHandCallsService({ ...deps, sight, rules, wakeDialer }),
    applyDisposition: createApplyDisposition({ db, orders, doNotCall, now }),
    mayStillDial: createMayStillDial({ db, rules, now }),
    imports: createImportsService({ db, files, audit: office.audit, now }),
    readImportsJob: createReadImportsJob({ runImports, log }),
    progress: createCampaignProgress({ db, redis: httpRedis, now }),
    keepCampaignsJob: createKeepCampaignsJob({ db, assignOrders, campaigns, keepPromises, now, log }),
  }
}
