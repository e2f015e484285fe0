import { policyOf, type Policy } from './authorize.ts'
import type { HttpRouter } from './http-types.ts'

export type RouteAccess = { method: string; path: string; policy: Policy | undefined }

/** Who may call each registered route. `policy` is undefined where a route says nothing, which is a mistake. */
export function routeAccess(routers: HttpRouter[]): RouteAccess[] {
  return routers.flatMap((router) =>
    router.stack.flatMap((layer) => {
      const policy = layer.stack.map(policyOf).find((found) => found !== undefined)
      const methods = layer.methods.filter((method) => method !== 'HEAD')
      return methods.map((method) => ({ method, path: String(layer.path), policy }))
    }),
  )
}
