import { roles, type Policy } from '../http/authorize.ts'
import type { Session } from '../http/http-types.ts'
import type { SeenClients } from '../sight/client-sight.ts'

export const mayReadCalls: Policy = roles('agent', 'supervisor', 'admin', 'client')
/** Whoever answers the centre's calls may look after those that were missed. */
export const mayHandleMissedCalls: Policy = roles('agent', 'supervisor', 'admin')

/** Whose calls somebody sees in lists: an agent the own ones, others those of the clients they see. */
export type Sight = { agentId: string | null; seenClients: SeenClients }

export function sightOf(session: Session, seenClients: SeenClients): Sight {
  return session.role === 'agent' ? { agentId: session.userId, seenClients: null } : { agentId: null, seenClients }
}
