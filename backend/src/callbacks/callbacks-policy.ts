import { roles, type Policy } from '../http/authorize.ts'
import type { Session } from '../http/http-types.ts'

export const mayPromise: Policy = roles('agent', 'supervisor', 'admin')

/** An agent sees and changes own promises and those to anyone; those who lead see all. */
export function ownAgentId({ role, userId }: Session): string | null {
  return role === 'agent' ? userId : null
}
