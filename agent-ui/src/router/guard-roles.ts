import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { useSessionStore } from '../stores/session.ts'
import { homeOf } from './home-of.ts'

/** Sends strangers to the login, and people whose role may not see a page to their own first page. */
export async function guardRoles(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  const session = useSessionStore()
  if (!session.isKnown && !(to.meta.isPublic ?? false)) await session.load()
  if (to.meta.isPublic) return true
  if (!session.role) return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
  return to.path !== '/' && session.mayAs(to.meta.roles) ? true : homeOf(session.role)
}
