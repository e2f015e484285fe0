import type { Database } from '@orderline/db'
import { readCampaign, type OrderRow } from '@orderline/db'
import { assignCampaign } from '@orderline/domain/campaign'
import type { CampaignView } from '@orderline/domain/contract'
import { over } from './finish-campaigns.ts'

export type AssignOrdersDeps = { db: Database; wakeDialer: () => Promise<unknown> }
export type AssignOrders = ReturnType<typeof createAssignOrders>

type OpenOrder = Pick<OrderRow, 'id' | 'status' | 'total_minor' | 'delivery' | 'source' | 'campaign_id'>

const batch = 1_000
/** Orders wait in these; what a draining one has dialled before it brings to its end. */
const holding = ['running', 'paused', 'draft', 'draining'] as const

/**
 * Keeps open orders in the campaign that should dial them. The intake does so for each order as it comes, out of what
 * its process knew then; this mends what changed since.
 */
export function createAssignOrders({ db, wakeDialer }: AssignOrdersDeps) {
  async function campaignsOf(clientId: string): Promise<CampaignView[]> {
    const rows = await db('campaigns')
      .where({ client_id: clientId })
      .whereIn('status', [...holding])
    return rows.map(readCampaign)
  }

  async function findOpen(clientId: string, { after, isOrphan }: { after: string; isOrphan: boolean }) {
    const orders = db('orders')
      .where({ client_id: clientId })
      .whereIn('status', ['new', 'retry'])
      .where({ by_hand: false })
      .where('id', '>', after)
    if (isOrphan)
      void orders.where((left) => void left.whereNull('campaign_id').orWhereIn('campaign_id', overOf(db, clientId)))
    return orders
      .select<OpenOrder[]>('id', 'status', 'total_minor', 'delivery', 'source', 'campaign_id')
      .orderBy('id')
      .limit(batch)
  }

  /** Looks at all open orders of a client, or only at those that no campaign will dial; answers how many moved. */
  async function assignOf(clientId: string, isOrphan: boolean): Promise<number> {
    const campaigns = await campaignsOf(clientId)
    let moved = 0
    let after = ''
    for (;;) {
      const orders = await findOpen(clientId, { after, isOrphan })
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
    ofClient: (clientId: string): Promise<number> => assignOf(clientId, false),

    /** Orders of no campaign, of clients who have one by now; and those that were on the line when theirs ended. */
    async orphans(): Promise<number> {
      let moved = 0
      for (const clientId of await findClientsOfOrphans(db)) moved += await assignOf(clientId, true)
      return moved
    },
  }
}

async function findClientsOfOrphans(db: Database): Promise<Set<string>> {
  const ofNone = await db('orders')
    .join('campaigns', 'campaigns.client_id', 'orders.client_id')
    .whereNull('orders.campaign_id')
    .where('orders.by_hand', false)
    .whereIn('orders.status', ['new', 'retry'])
    .whereIn('campaigns.status', ['running', 'paused', 'draft'])
    .distinct<{ client_id: string }[]>('orders.client_id')
    .limit(batch)
  const ofEnded = await db('campaigns')
    .join('orders', 'orders.campaign_id', 'campaigns.id')
    .whereIn('campaigns.status', [...over])
    .whereIn('orders.status', ['new', 'retry'])
    .distinct<{ client_id: string }[]>('orders.client_id')
    .limit(batch)
  return new Set([...ofNone, ...ofEnded].map((order) => order.client_id))
}

function overOf(db: Database, clientId: string) {
  return db('campaigns')
    .where({ client_id: clientId })
    .whereIn('status', [...over])
    .select('id')
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
