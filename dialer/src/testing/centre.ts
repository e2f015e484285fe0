import type { Redis } from 'ioredis'
import type { CampaignRow, ClientRow, Database, DialRecordRow, OrderRow, QueueRow } from '@orderline/db'
import {
  createCampaign,
  createClient,
  createCustomer,
  createDialRecord,
  createOrder,
  createQueue,
  createSkill,
} from '@orderline/db/testing'

export type Centre = Awaited<ReturnType<typeof createCentre>>

/** A client, a queue that asks a skill, and an empty Redis. */
export async function createCentre(db: Database, redis: Redis) {
  await redis.flushdb()
  const skill = await createSkill(db)
  const queue: QueueRow = await createQueue(db, { required_skills: [{ skillId: skill.id, minLevel: 1 }] })
  // Nobody sleeps where it is always noon: the clock of these tests is the real one.
  const client: ClientRow = await createClient(db, { order_queue_id: queue.id, time_zone: zoneOfNoon() })
  const ofClient = { client_id: client.id, queue_id: queue.id }
  const due = () => ({ next_attempt_at: new Date(Date.now() - 1_000) })

  return {
    skillId: skill.id,
    queueId: queue.id,
    clientId: client.id,
    campaign: (over: Partial<CampaignRow> = {}, settings: Partial<CampaignRow['settings']> = {}) =>
      createCampaignWith(db, { ...ofClient, ...over }, settings),
    async order(campaign: CampaignRow | null, over: Partial<OrderRow> = {}): Promise<OrderRow> {
      const phone = nextNumber()
      const customer = await createCustomer(db, { client_id: client.id, phone })
      const of = { client_id: client.id, customer_id: customer.id, campaign_id: campaign?.id ?? null }
      return createOrder(db, { ...of, phone, ...due(), ...over })
    },
    record: (over: Partial<DialRecordRow>): Promise<DialRecordRow> =>
      createDialRecord(db, { client_id: client.id, number: nextNumber(), ...due(), ...over }),
  }
}

async function createCampaignWith(
  db: Database,
  over: Partial<CampaignRow> & Pick<CampaignRow, 'client_id' | 'queue_id'>,
  settings: Partial<CampaignRow['settings']>,
): Promise<CampaignRow> {
  const row = await createCampaign(db, over)
  const changed = { ...row.settings, ...settings }
  await db('campaigns')
    .where({ id: row.id })
    .update({ settings: JSON.stringify(changed) as never })
  return { ...row, settings: changed }
}

let numbers = 0

/** A number whose country has several clocks: the customer lives by the client's. */
export function nextNumber(): string {
  return `+1212555${String((numbers += 1)).padStart(4, '0')}`
}

/** A zone (POSIX sign: Etc/GMT-3 is three hours ahead) in which it is about noon, or midnight, now. */
export function zoneOfNoon(): string {
  return etcZone(12 - new Date().getUTCHours())
}

export function zoneOfMidnight(): string {
  const ahead = 24 - new Date().getUTCHours()
  return etcZone(ahead > 12 ? ahead - 24 : ahead)
}

function etcZone(hoursAhead: number): string {
  return hoursAhead === 0 ? 'Etc/GMT' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`
}
