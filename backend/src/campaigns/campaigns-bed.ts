import { createClient, createQueue, createUser } from '@orderline/db/testing'
import type { CampaignView } from '@orderline/domain/contract'
import { defaultCallingHours } from '@orderline/domain/dialing'
import { createHttpTestBed, type HttpTestBed } from '../http/testing.ts'
import { createAssignOrders } from './assign-orders.ts'
import { createCampaignProgress } from './campaign-progress.ts'
import { createCampaignsRepository } from './campaigns-repository.ts'
import { createCampaignsRoutes } from './campaigns-routes.ts'
import { createCampaignsService } from './campaigns-service.ts'
import { createDrawSegment } from './draw-segment.ts'
import { createDialingBed, type DialingBed } from './testing.ts'

export type CampaignsBed = Awaited<ReturnType<typeof createCampaignsBed>>

/** The routes of campaigns on real MariaDB and Redis, with a supervisor who uses them for a shop without a campaign. */
export async function createCampaignsBed() {
  const bed = await createDialingBed()
  const http = createHttpTestBed({ db: bed.db })
  const told = { config: 0 }
  const campaigns = createService({ bed, http, told })
  const progress = createCampaignProgress({ db: bed.db, redis: http.redis, now: () => bed.clock.at })
  await http.start([createCampaignsRoutes({ guards: http.guards, campaigns, progress })])
  const supervisor = await http.as(await createUser(bed.db, { role: 'supervisor' }))
  const client = await createClient(bed.db)
  const queue = await createQueue(bed.db)

  function input(over: Record<string, unknown> = {}) {
    const ids = { clientId: client.id, queueId: queue.id }
    return { name: 'A list', ...ids, mode: 'predictive', source: { kind: 'list' }, ...over }
  }
  const send = <T>(method: string, path: string, body: unknown) =>
    http.ask<T>(path, { method, body, headers: supervisor })

  return {
    bed,
    http,
    campaigns,
    /** How often the other processes were told of a change. */
    told,
    supervisor,
    client,
    input,
    /** As the supervisor. */
    send,
    async create(over: Record<string, unknown> = {}): Promise<CampaignView> {
      const { status, body } = await send<CampaignView>('POST', '/api/campaigns', input(over))
      if (status !== 201) throw new Error(`the campaign was refused: ${JSON.stringify(body)}`)
      return body
    },
    act: (id: string, action: string) => send<CampaignView>('POST', `/api/campaigns/${id}/status`, { action }),
    async close(): Promise<void> {
      await http.close()
      await bed.close()
    },
  }
}

type Parts = { bed: DialingBed; http: HttpTestBed; told: { config: number } }

function createService({ bed: { db, clock }, http, told }: Parts) {
  const now = () => clock.at
  const wakeDialer = () => Promise.resolve()
  return createCampaignsService({
    db,
    campaigns: createCampaignsRepository({ db }),
    assignOrders: createAssignOrders({ db, wakeDialer, now }),
    drawSegment: createDrawSegment({ now }),
    audit: http.audit,
    config: { configChanged: () => Promise.resolve(void (told.config += 1)) },
    wakeDialer,
    lawfulHours: defaultCallingHours,
    now,
  })
}
