import type { Role } from '@orderline/domain/contract'
import { routes } from './index.ts'

export type NavEntry = { name: string; path: string; titleKey: string; icon: string; order: number }

/** The left bar of a role, made from the routes that it may open. */
export function navEntries(role: Role | null): NavEntry[] {
  return routes
    .filter(({ meta }) => meta?.nav && role && (!meta.roles || meta.roles.includes(role)))
    .flatMap(({ name, path, meta }) => (meta?.nav ? [{ name: String(name), path, ...meta.nav }] : []))
    .sort((a, b) => a.order - b.order)
}
