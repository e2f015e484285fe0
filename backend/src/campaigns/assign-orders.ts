import type { Database } from '@orderline/db'
import { readCampaign, type OrderRow } from '@orderline/db'
import { assignCampaign } from '@orderline/domain/campaign'
import type { CampaignView } from '@orderline/domain/contract'

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
    if (isOrphan) void orders.whereNull('campaign_id')
    return orders
      .select<OpenOrder[]>('id', 'status', 'total_minor', 'delivery', 'source', 'campaign_id')
      .orderBy('id')
      .limit(batch)
  }

  /** Looks at all open orders of a client, or at those of no campaign only; answers how many moved. */
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

    /** Orders of no campaign, of clients who have one by now. */
    async orphans(): Promise<number> {
      const clients = await db('orders')
        .join('campaigns', 'campaigns.client_id', 'orders.client_id')
        .whereNull('orders.campaign_id')
        .where('orders.by_hand', false)
        .whereIn('orders.status', ['new', 'retry'])
        .whereIn('campaigns.status', ['running', 'paused', 'draft'])
        .distinct<{ client_id: string }[]>('orders.client_id')
        .limit(batch)
      let moved = 0
      for (const { client_id: clientId } of clients) moved += await assignOf(clientId, true)
      return moved
    },
  }
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
