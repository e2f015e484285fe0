import { campaignInputSchema, type CampaignView } from '@orderline/domain/contract'
import { toDate, toDateOrNull, toJson, toMs, toMsOrNull } from './moments.ts'
import type { CampaignRow } from './rows.ts'

/** A row as the contract has it; what its settings do not say yet gets its default. Both processes read it so. */
export function readCampaign(row: CampaignRow): CampaignView {
  const { pausedBecause, ...settings } = row.settings
  const input = campaignInputSchema.parse({
    ...settings,
    name: row.name,
    clientId: row.client_id,
    queueId: row.queue_id,
    mode: row.mode,
    priority: row.priority,
    startsAt: toMsOrNull(row.starts_at),
    endsAt: toMsOrNull(row.ends_at),
  })
  const times = { createdAt: toMs(row.created_at), updatedAt: toMs(row.updated_at) }
  // Whatever else ended the pause leaves the reason behind.
  const isTold = row.status === 'paused' && pausedBecause !== undefined
  return { ...input, id: row.id, status: row.status, ...times, ...(isTold && { pausedBecause }) }
}

/** The columns of {@link readCampaign}'s view, for a writer. */
export function campaignColumns(view: CampaignView): CampaignRow {
  const { id, name, clientId, queueId, mode, status, priority, startsAt, endsAt, createdAt, updatedAt, ...settings } =
    view
  return {
    ...{ id, name, mode, status, priority },
    client_id: clientId,
    queue_id: queueId,
    starts_at: toDateOrNull(startsAt),
    ends_at: toDateOrNull(endsAt),
    settings: toJson(settings),
    created_at: toDate(createdAt),
    updated_at: toDate(updatedAt),
  }
}
