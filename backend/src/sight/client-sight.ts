import type { ClientView, CampaignView, QueueView } from '@orderline/domain/contract'
import type { Knex } from '@orderline/db'
import { hasSkills } from '@orderline/domain/agent'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { shopOf } from '../customers/customer-policy.ts'
import type { Session } from '../http/http-types.ts'

/** Ids of clients; null: every client. */
export type SeenClients = readonly string[] | null

/** The clients whose orders, customers, missed calls and callbacks somebody may see. */
export type ClientSight = (session: Session) => SeenClients | Promise<SeenClients>

/**
 * What somebody's call is about; undefined without a call. It may be seen whichever client it belongs to: a transfer and a
 * promise bring calls of clients that are not served otherwise.
 */
export type ContactAtHand = (userId: string) => { orderId: string | null; customerId: string | null } | undefined

export type ClientSightDeps = {
  config: Pick<ConfigCache, 'agentProfile' | 'clients' | 'dids' | 'queue' | 'campaignsOf'>
}

/**
 * An agent sees the clients whose calls may come to him: those to which a queue or a campaign leads that asks for no
 * skill beyond his. A client's user sees the own one, those who lead see all.
 */
export function createClientSight({ config }: ClientSightDeps): (session: Session) => SeenClients {
  return (session) => {
    const shop = shopOf(session)
    if (shop !== null) return [shop]
    if (session.role !== 'agent') return null
    const agent = config.agentProfile(session.userId)
    if (!agent) return []
    const isServed = (client: ClientView) =>
      queuesTo(config, client).some((queue) => hasSkills(agent, queue.requiredSkills))
    return config
      .clients()
      .filter(isServed)
      .map(({ id }) => id)
  }
}

/** The queues that lead to a client: of its orders first, then of its numbers, then of its campaigns. */
export function queuesTo(config: ClientSightDeps['config'], client: ClientView): QueueView[] {
  const campaigns: CampaignView[] = config.campaignsOf(client.id)
  const numbers = config.dids().filter(({ clientId }) => clientId === client.id)
  const queueIds = [client.orderQueueId, ...numbers.map(({ queueId }) => queueId), ...campaigns.map((c) => c.queueId)]
  return queueIds.flatMap((id) => (id === null ? [] : (config.queue(id) ?? [])))
}

export function isSeen(seen: SeenClients, clientId: string): boolean {
  return seen === null || seen.includes(clientId)
}

/** Leaves the rows of seen clients only. */
export function narrowToSeen(query: Knex.QueryBuilder, column: string, seen: SeenClients): void {
  if (seen !== null) void query.whereIn(column, [...seen])
}
