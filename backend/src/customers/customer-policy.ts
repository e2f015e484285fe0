import { roles, type Policy } from '../http/authorize.ts'
import type { Session } from '../http/http-types.ts'

export const mayReadCustomers: Policy = roles('agent', 'supervisor', 'admin', 'client')
export const mayChangeCustomers: Policy = roles('agent', 'supervisor', 'admin')

/** A client's user sees its own shop only; others all. */
export function shopOf(session: Session): string | null {
  // A user of a client without a client sees nothing: no row has this id.
  return session.role === 'client' ? (session.clientId ?? 'none') : null
}

/** Agents get whole numbers with their calls; lists are not for carrying a base away. */
export function seesWholeNumbers(session: Session): boolean {
  return session.role !== 'agent'
}
