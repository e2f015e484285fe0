import { roles, type Policy } from '../http/authorize.ts'
import type { Session } from '../http/http-types.ts'

export const mayFillIn: Policy = roles('agent', 'supervisor', 'admin')

/** Whether the contact is this agent's now: its call is live with them, or they are wrapping it up. */
export type AgentMayEdit = (
  agentId: string,
  contact: { callId: string | null; orderId: string | null },
) => boolean | Promise<boolean>

/** An agent writes in the contact that is theirs; supervisors and administrators in any. */
export async function mayEdit(
  session: Session,
  contact: { callId: string | null; orderId: string | null },
  agentMayEdit: AgentMayEdit,
): Promise<boolean> {
  return session.role !== 'agent' || agentMayEdit(session.userId, contact)
}
