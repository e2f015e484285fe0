import type { CampaignView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { openApi } from './api.ts'
import type { FaultCentre } from './fault-centre.ts'

type Api = ReturnType<typeof openApi>
type Named = { id: string; code: string }
export type CampaignWish = {
  name: string
  mode: 'predictive' | 'agentless'
  shop: string
  queue: string
  numbers: readonly string[]
  pacing?: { maxLines?: number; ringSeconds?: number }
  /** Customers whom it served in the hour before: what its budget of abandoned ones is made of. */
  servedBefore?: number
}
export type AttemptOfNumber = { number: string; outcome: string | null }
export type FaultCampaign = Awaited<ReturnType<typeof createCampaign>>

const hourMs = 3_600_000

/** A campaign with a list, which is dialled in the order of the numbers once it is started. */
export async function createCampaign(centre: FaultCentre, supervisor: Api, wish: CampaignWish) {
  const { name, mode, numbers, pacing = {}, servedBefore = 0 } = wish
  const [clientId, queueId] = await Promise.all([
    idOf(centre, 'clients', wish.shop),
    idOf(centre, 'queues', wish.queue),
  ])
  const { id } = await supervisor.post<CampaignView>('/api/campaigns', {
    ...{ name, clientId, queueId, mode, pacing },
    source: { kind: 'list' },
    hours: { from: '00:00', until: '24:00' },
  })
  await addNumbers(centre, { campaignId: id, clientId, numbers })
  if (servedBefore > 0) {
    const hour_at = new Date(Math.floor(Date.now() / hourMs - 1) * hourMs)
    await centre.db('campaign_hours').insert({ campaign_id: id, hour_at, connected: servedBefore })
  }

  return {
    id,
    act: (action: 'start' | 'pause' | 'resume' | 'drain' | 'stop') =>
      supervisor.post(`/api/campaigns/${id}/status`, { action }),
    /** Every dial of it, oldest first, as it stands in the database. */
    attempts: (): Promise<AttemptOfNumber[]> =>
      centre.db('attempts').select('number', 'outcome').where({ campaign_id: id }).orderBy('started_at'),
    /** Who was served and who was abandoned today, those served before included. */
    async counts(): Promise<{ connected: number; abandoned: number }> {
      const hours = await centre.db('campaign_hours').where({ campaign_id: id })
      const sum = (column: 'connected' | 'abandoned') => hours.reduce((total, hour) => total + Number(hour[column]), 0)
      return { connected: sum('connected'), abandoned: sum('abandoned') }
    },
  }
}

async function idOf(centre: FaultCentre, table: 'clients' | 'queues', code: string): Promise<string> {
  const row = await centre.db(table).where({ code }).first<Named | undefined>('id', 'code')
  if (!row) throw new Error(`${table} has no ${code}`)
  return row.id
}

type Numbers = { campaignId: string; clientId: string; numbers: readonly string[] }

async function addNumbers({ db }: FaultCentre, { campaignId, clientId, numbers }: Numbers): Promise<void> {
  const now = Date.now()
  const rows = numbers.map((number, place) => ({
    ...{ id: createId(), campaign_id: campaignId, client_id: clientId, external_key: number, number },
    ...{ name: 'A customer', fields: '{}', status: 'new' as const, created_at: new Date(now) },
    // One is due before the other.
    next_attempt_at: new Date(now - (numbers.length - place) * 1000),
  }))
  // As text: a row of the database holds JSON so.
  await db<Record<string, unknown>>('dial_records').insert(rows)
}
