import type { Database } from '@orderline/db'
import type { CallbackChoices } from '@orderline/domain/contract'
import type { Session } from '../http/http-types.ts'
import { narrowToSeen, type SeenClients } from '../sight/client-sight.ts'
import { ownAgentId } from './callbacks-policy.ts'

/** More than a person can look through. */
const mostOffered = 500

/** What the form for a new callback offers to this person, by name. */
export async function findCallbackChoices(
  db: Database,
  { session, seen }: { session: Session; seen: SeenClients },
): Promise<CallbackChoices> {
  const own = ownAgentId(session)
  const shops = db('clients').where({ active: true }).orderBy('name').limit(mostOffered)
  narrowToSeen(shops, 'id', seen)
  const agents = db('users').where({ role: 'agent', active: true }).orderBy('name').limit(mostOffered)
  if (own !== null) void agents.where({ id: own })
  const [clients, queues, colleagues] = await Promise.all([
    shops.select('id', 'name', 'country', 'time_zone', 'order_queue_id'),
    db('queues').orderBy('name').limit(mostOffered).select('id', 'name'),
    agents.select('id', 'name'),
  ])
  return {
    clients: clients.map(({ time_zone: timeZone, order_queue_id: queueId, ...client }) => ({
      ...client,
      timeZone,
      queueId,
    })),
    queues,
    agents: colleagues,
  }
}
