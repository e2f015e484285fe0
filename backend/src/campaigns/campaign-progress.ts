import type { Database } from '@orderline/db'
import { toDate } from '@orderline/db'
import {
  campaignLiveSchema,
  redisNames,
  type AttemptOutcome,
  type CampaignHistoryPoint,
  type CampaignLive,
  type CampaignProgress,
  type CampaignView,
  type EpochMs,
  type Page,
} from '@orderline/domain/contract'
import { dayStart } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import type { Redis } from '@orderline/runtime/redis'
import { readDetection } from './read-detection.ts'

export type CampaignProgressDeps = { db: Database; redis: Redis; now: Clock }
export type CampaignProgressReader = ReturnType<typeof createCampaignProgress>

type Counts = Pick<CampaignProgress, 'left' | 'inFlight' | 'done'>

/** A dialer speaks once a second; what is older was said by one that is no longer. */
const liveForMs = 10_000
const hourMs = 3_600_000
/** Fewer settled ones in an hour say nothing about a pace. */
const leastForForecast = 5
/** Many screens watch one campaign: they see the same answer. */
const freshMs = 500

/** How far a campaign is: by its records and attempts in MariaDB, and by what the dialer says of this second. */
export function createCampaignProgress({ db, redis, now }: CampaignProgressDeps) {
  const recent = new Map<string, { at: EpochMs; progress: Promise<CampaignProgress> }>()

  async function read(campaign: CampaignView): Promise<CampaignProgress> {
    const [counts, day, live, settled, detection] = await Promise.all([
      countSubjects(db, campaign),
      readDay(db, campaign, await startOfDay(campaign)),
      readLive(campaign.id),
      countSettled(db, campaign, now() - hourMs),
      readDetection(db, campaign, now()),
    ])
    const endsAt = forecast({ left: counts.left, settled, now: now() })
    const measured = { ...counts, ...day, ...(detection && { detection }) }
    return { campaignId: campaign.id, status: campaign.status, at: now(), ...measured, live, endsAt }
  }

  async function startOfDay({ clientId }: CampaignView): Promise<EpochMs> {
    const client = await db('clients').where({ id: clientId }).first('time_zone')
    return dayStart(now(), client?.time_zone ?? 'UTC')
  }

  async function readLive(id: string): Promise<CampaignLive | null> {
    const text = await redis.hget(redisNames.campaignsLive, id)
    const parsed = campaignLiveSchema.safeParse(text === null ? null : JSON.parse(text))
    return parsed.success && parsed.data.at > now() - liveForMs ? parsed.data : null
  }

  function forget(): void {
    for (const [id, { at }] of recent) if (at <= now() - freshMs) recent.delete(id)
  }

  return {
    async progress(campaign: CampaignView): Promise<CampaignProgress> {
      forget()
      const kept = recent.get(campaign.id) ?? { at: now(), progress: read(campaign) }
      recent.set(campaign.id, kept)
      return { ...(await kept.progress), status: campaign.status }
    },

    /** The points of the client's day, oldest first. */
    async history(campaign: CampaignView): Promise<Page<CampaignHistoryPoint>> {
      const from = await startOfDay(campaign)
      const texts = await redis.lrange(`${redisNames.campaignHistory}${campaign.id}`, 0, -1)
      // Written by the dialer in this very form.
      const items = texts.map((text) => JSON.parse(text) as CampaignHistoryPoint).filter(({ at }) => at >= from)
      return { items, total: items.length }
    },
  }
}

async function countSubjects(db: Database, { id, source }: CampaignView): Promise<Counts> {
  const table = source.kind === 'orders' ? 'orders' : 'dial_records'
  const rows: { status: string; count: number }[] = await db<Record<string, unknown>>(table)
    .where('campaign_id', id)
    .groupBy('status')
    .select('status', db.raw('count(*) as count'))
  const sum = (...statuses: string[]) =>
    rows.reduce((total, row) => (statuses.includes(row.status) ? total + Number(row.count) : total), 0)
  const [left, inFlight] = [sum('new', 'retry'), sum('dialing', 'talking')]
  return { left, inFlight, done: sum(...rows.map(({ status }) => status)) - left - inFlight }
}

async function readDay(
  db: Database,
  { id }: CampaignView,
  from: EpochMs,
): Promise<Pick<CampaignProgress, 'outcomes' | 'dials' | 'contacts'>> {
  const rows = await db('attempts')
    .where({ campaign_id: id })
    .where('started_at', '>=', toDate(from))
    .whereNotNull('outcome')
    .groupBy('outcome')
    .select<{ outcome: AttemptOutcome; count: number; contacts: number }[]>(
      'outcome',
      db.raw('count(*) as count'),
      db.raw('count(connected_at) as contacts'),
    )
  const outcomes = Object.fromEntries(rows.map(({ outcome, count }) => [outcome, Number(count)]))
  const dialed = rows.filter(({ outcome }) => outcome !== 'skipped')
  return {
    outcomes,
    dials: dialed.reduce((total, { count }) => total + Number(count), 0),
    contacts: rows.reduce((total, { contacts }) => total + Number(contacts), 0),
  }
}

/** What was dialled since then and is not to be dialled again. */
async function countSettled(db: Database, { id, source }: CampaignView, since: EpochMs): Promise<number> {
  const [table, column] = source.kind === 'orders' ? ['orders', 'order_id'] : ['dial_records', 'record_id']
  const row = await db('attempts')
    .join(table, `${table}.id`, `attempts.${column}`)
    .where('attempts.campaign_id', id)
    .where('attempts.started_at', '>=', toDate(since))
    .whereNotIn(`${table}.status`, ['new', 'retry', 'dialing', 'talking'])
    .countDistinct<{ settled: number }>(`attempts.${column} as settled`)
    .first()
  return Number(row?.settled ?? 0)
}

function forecast({ left, settled, now }: { left: number; settled: number; now: EpochMs }): EpochMs | null {
  if (left === 0) return now
  return settled < leastForForecast ? null : Math.round(now + (left / settled) * hourMs)
}
