import type { Database } from '@orderline/db'
import { readCampaign, toDate, toMs, type OrderRow } from '@orderline/db'
import { assignCampaign } from '@orderline/domain/campaign'
import type { CampaignView, EpochMs } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { over } from './finish-campaigns.ts'

export type AssignOrdersDeps = { db: Database; wakeDialer: () => Promise<unknown>; now: Clock }
export type AssignOrders = ReturnType<typeof createAssignOrders>

type OpenOrder = Pick<OrderRow, 'id' | 'status' | 'total_minor' | 'delivery' | 'source' | 'campaign_id'>

const batch = 1_000
/** Orders wait in these; what a draining one has dialled before it brings to its end. */
const holding = ['running', 'paused', 'draft', 'draining'] as const
/** By another clock than ours, or in a transaction that began before we looked, something is written a little late. */
const slackMs = 15_000
/** So often all orphans are looked at: no clock, however wrong, may cost a shop its order. */
const wholeLookMs = 60_000

/**
 * Keeps open orders in the campaign that should dial them. The intake does so for each order as it comes, out of what
 * its process knew then; this mends what changed since.
 */
export function createAssignOrders({ db, wakeDialer, now }: AssignOrdersDeps) {
  let orphansSeenUntil: EpochMs = 0
  let lastWholeLook: EpochMs = 0

  async function campaignsOf(clientId: string): Promise<CampaignView[]> {
    const rows = await db('campaigns')
      .where({ client_id: clientId })
      .whereIn('status', [...holding])
    return rows.map(readCampaign)
  }

  async function findOpen({ clientId, orphansSince }: Look, after: string) {
    const orders = orphansSince === undefined ? openOrders(db, [clientId]) : orphansOf(db, [clientId], orphansSince)
    return orders
      .where('id', '>', after)
      .select<OpenOrder[]>('id', 'status', 'total_minor', 'delivery', 'source', 'campaign_id')
      .orderBy('id')
      .limit(batch)
  }

  /** Answers how many moved. */
  async function assignOf(look: Look): Promise<number> {
    const campaigns = await campaignsOf(look.clientId)
    let moved = 0
    let after = ''
    for (;;) {
      const orders = await findOpen(look, after)
      for (const [campaignId, ids] of movesOf(orders, campaigns)) {
        const stillOpen = db('orders').whereIn('id', ids).whereIn('status', ['new', 'retry'])
        moved += await stillOpen.update({ campaign_id: campaignId })
      }
      const last = orders.at(-1)
      if (!last || orders.length < batch) break
      after = last.id
    }
    if (moved > 0) await wakeDialer()
    return moved
  }

  return {
    /** After a change of one of the client's campaigns. */
    ofClient: (clientId: string): Promise<number> => assignOf({ clientId }),

    /**
     * Orders of no campaign, and those that were on the line when theirs ended. Those that no campaign takes may be very
     * many: they are looked at again when they, or the campaigns of their client, have changed.
     */
    async orphans(): Promise<number> {
      const at = now()
      const isWhole = at - lastWholeLook >= wholeLookMs
      let moved = 0
      for (const look of await findLooks(db, isWhole ? 0 : orphansSeenUntil)) moved += await assignOf(look)
      if (isWhole) lastWholeLook = at
      orphansSeenUntil = at - slackMs
      return moved
    },
  }
}

/** At the open orders of a client: at all of them, or at orphans that have changed since then. */
type Look = { clientId: string; orphansSince?: EpochMs }

async function findLooks(db: Database, since: EpochMs): Promise<Look[]> {
  const clients = await db('campaigns')
    .groupBy('client_id')
    .select<{ id: string; changed_at: Date }[]>('client_id as id', db.raw('max(updated_at) as changed_at'))
  const hasChanged = (client: (typeof clients)[number]) => toMs(client.changed_at) >= since
  const changed = clients.filter(hasChanged)
  const others = clients.filter((client) => !hasChanged(client)).map(({ id }) => id)
  const orphaned = await orphansOf(db, others, since).distinct<{ client_id: string }[]>('client_id')
  return [
    ...changed.map(({ id: clientId }) => ({ clientId, orphansSince: 0 })),
    ...orphaned.map(({ client_id: clientId }) => ({ clientId, orphansSince: since })),
  ]
}

function openOrders(db: Database, clientIds: readonly string[]) {
  return db('orders')
    .whereIn('client_id', [...clientIds])
    .whereIn('status', ['new', 'retry'])
    .where({ by_hand: false })
}

/** Those that no campaign will dial, as far as they have changed since then. */
function orphansOf(db: Database, clientIds: readonly string[], since: EpochMs) {
  const ended = db('campaigns')
    .whereIn('client_id', [...clientIds])
    .whereIn('status', [...over])
    .select('id')
  return openOrders(db, clientIds)
    .where('updated_at', '>=', toDate(since))
    .where((left) => void left.whereNull('campaign_id').orWhereIn('campaign_id', ended))
}

/** Orders that should move, by where: null is nowhere. */
function movesOf(orders: readonly OpenOrder[], campaigns: readonly CampaignView[]): Map<string | null, string[]> {
  const moves = new Map<string | null, string[]>()
  for (const order of orders) {
    const from = order.campaign_id ?? null
    const to = campaignOf(order, campaigns)
    if (to !== from) moves.set(to, [...(moves.get(to) ?? []), order.id])
  }
  return moves
}

function campaignOf(order: OpenOrder, campaigns: readonly CampaignView[]): string | null {
  const present = campaigns.find(({ id }) => id === order.campaign_id)
  if (present?.status === 'draining' && order.status === 'retry') return present.id
  const { total_minor: totalMinor, delivery, source } = order
  return assignCampaign({ totalMinor, delivery, source: source ?? null }, campaigns)?.id ?? null
}
