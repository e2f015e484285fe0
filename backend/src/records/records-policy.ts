import type { CallRow } from '@orderline/db'
import { shopOf } from '../customers/customer-policy.ts'
import { roles, type Policy } from '../http/authorize.ts'
import type { Session } from '../http/http-types.ts'

export const mayReadCalls: Policy = roles('agent', 'supervisor', 'admin', 'client')
/** Whoever answers the centre's calls may look after those that were missed. */
export const mayHandleMissedCalls: Policy = roles('agent', 'supervisor', 'admin')

/** Whose calls somebody sees in lists: an agent the own ones, a client's user those of the own shop, others all. */
export type Sight = { agentId: string | null; clientId: string | null }

export function sightOf(session: Session): Sight {
  return { agentId: session.role === 'agent' ? session.userId : null, clientId: shopOf(session) }
}

type SeenCall = { agentId: string | null; clientId: string; status: CallRow['status'] }

/** Whether somebody may see this call: a missed one is every agent's, since any of them may call back. */
export function isSeen({ agentId, clientId }: Sight, call: SeenCall): boolean {
  if (agentId !== null && call.agentId !== agentId && call.status !== 'missed') return false
  return clientId === null || call.clientId === clientId
}
