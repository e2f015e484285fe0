import type { Role } from '@orderline/domain/contract'

const homes: Record<Role, string> = {
  agent: '/desk',
  supervisor: '/board',
  admin: '/admin',
  client: '/shop',
  logistics: '/deliveries',
}

/** The page where a role's work begins. */
export function homeOf(role: Role): string {
  return homes[role]
}
