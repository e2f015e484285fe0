import type { Role } from '@orderline/domain/contract'
import { roles as everyRole } from '@orderline/domain/contract'
import { createClient, createUser } from '@orderline/db/testing'
import type { HttpRouter } from './http-types.ts'
import { routeAccess, type RouteAccess } from './route-access.ts'
import type { HttpTestBed } from './testing.ts'

const anyId = '01890000-0000-7000-8000-000000000000'

/**
 * Walks all routes of a running application and throws a list of those that do not say who may call them, answer a
 * stranger, or answer a role that they do not name.
 */
export async function expectGuardedRoutes(bed: HttpTestBed, routers: HttpRouter[]): Promise<void> {
  const cookies = await logInEveryRole(bed)
  const faults: string[] = []
  for (const route of routeAccess(routers)) {
    const name = `${route.method} ${route.path}`
    if (!route.policy) faults.push(`${name} does not say who may call it`)
    else faults.push(...(await probe(bed, route, cookies)).map((fault) => `${name} ${fault}`))
  }
  if (faults.length > 0) throw new Error(`Routes that are not guarded:\n  ${faults.join('\n  ')}`)
}

async function probe(
  bed: HttpTestBed,
  { method, path, policy }: RouteAccess,
  cookies: Map<Role, Record<string, string>>,
) {
  if (!policy || policy.kind === 'everyone') return []
  const address = path.replaceAll(/:\w+/g, anyId)
  const ask = async (headers: Record<string, string>) => (await bed.ask(address, { method, headers })).status
  const faults: string[] = []
  const stranger = await ask({})
  if (stranger !== 401) faults.push(`answers a stranger with ${stranger}`)
  const allowed: readonly Role[] = policy.kind === 'roles' ? policy.roles : []
  for (const [role, headers] of cookies) {
    if (allowed.includes(role)) continue
    const status = await ask(headers)
    // A browser's cookie is nothing to a route for API keys.
    const expected = policy.kind === 'roles' ? 403 : 401
    if (status !== expected) faults.push(`answers role ${role} with ${status}`)
  }
  return faults
}

async function logInEveryRole(bed: HttpTestBed): Promise<Map<Role, Record<string, string>>> {
  const client = await createClient(bed.db)
  const cookies = new Map<Role, Record<string, string>>()
  for (const role of everyRole) {
    const user = await createUser(bed.db, { role, client_id: role === 'client' ? client.id : null })
    cookies.set(role, await bed.as(user))
  }
  return cookies
}
