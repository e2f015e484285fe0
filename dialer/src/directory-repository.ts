import type { CampaignRow, Database } from '@orderline/db'
import { toMsOrNull } from '@orderline/db'
import type { CampaignStatus, DialMode, EpochMs, SkillRequirement } from '@orderline/domain/contract'

export type Client = { id: string; timeZone: string; callerNumber: string | null; orderQueueId: string | null }

/** A campaign that dials now or may go on. `requiredSkills`: those of its queue and its own. */
export type Campaign = {
  id: string
  client: Client
  queueId: string
  requiredSkills: SkillRequirement[]
  mode: DialMode
  status: CampaignStatus
  priority: number
  startsAt: EpochMs | null
  endsAt: EpochMs | null
  settings: CampaignRow['settings']
}

/** Campaigns, clients and queues: what changes seldom, read as a whole. */
export type Directory = {
  campaigns: ReadonlyMap<string, Campaign>
  clients: ReadonlyMap<string, Client>
  /** Queue → skills that it asks. */
  queues: ReadonlyMap<string, SkillRequirement[]>
}

/** Paused ones are shown, too, as long as their lines ring. */
const shown: CampaignStatus[] = ['running', 'paused', 'draining']

export function createDirectoryRepository(db: Database) {
  async function findClients(): Promise<Map<string, Client>> {
    const rows = await db('clients')
      .select('id', 'time_zone', 'caller_number', 'order_queue_id')
      .where({ active: true })
      .orderBy('id')
      .limit(10_000)
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          timeZone: row.time_zone,
          callerNumber: row.caller_number,
          orderQueueId: row.order_queue_id,
        },
      ]),
    )
  }

  async function findQueues(): Promise<Map<string, SkillRequirement[]>> {
    const rows = await db('queues').select('id', 'required_skills').orderBy('id').limit(10_000)
    return new Map(rows.map((row) => [row.id, row.required_skills]))
  }

  async function findCampaigns(): Promise<CampaignRow[]> {
    return db('campaigns').whereIn('status', shown).orderBy(['created_at', 'id']).limit(1_000)
  }

  return {
    /** Campaigns of clients that are not active are left out. */
    async read(): Promise<Directory> {
      const [clients, queues, rows] = await Promise.all([findClients(), findQueues(), findCampaigns()])
      const campaigns = new Map<string, Campaign>()
      for (const row of rows) {
        const client = clients.get(row.client_id)
        if (client) campaigns.set(row.id, toCampaign(row, { client, skills: queues.get(row.queue_id) ?? [] }))
      }
      return { campaigns, clients, queues }
    },
    ping: async (): Promise<void> => void (await db.raw('select 1')),
  }
}

function toCampaign(row: CampaignRow, { client, skills }: { client: Client; skills: SkillRequirement[] }): Campaign {
  return {
    id: row.id,
    client,
    queueId: row.queue_id,
    requiredSkills: [...skills, ...row.settings.requiredSkills],
    mode: row.mode,
    status: row.status,
    priority: row.priority,
    startsAt: toMsOrNull(row.starts_at),
    endsAt: toMsOrNull(row.ends_at),
    settings: row.settings,
  }
}
