import { START_LOCATION, type RouteLocationNormalized } from 'vue-router'
import { useReleaseStore } from '../stores/release.ts'

/** Leads to a page of the server's present build by loading it whole; see `stores/release.ts`. */
export async function guardRelease(to: RouteLocationNormalized, from: RouteLocationNormalized): Promise<boolean> {
  const release = useReleaseStore()
  release.wanted = to.fullPath
  // A list that notes its filter in the address stays on its page.
  if (from === START_LOCATION || to.path === from.path || !release.mustReload) return true
  await release.tryReload()
  return false
}
