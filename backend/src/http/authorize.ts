import { roles as everyRole, type Role } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from './error-codes.ts'
import type { HttpContext, RouteMiddleware, Session } from './http-types.ts'

/**
 * Who may call a route at all. Whether this person may see this row is decided further on, by the service that
 * knows the row.
 */
export type Policy =
  { kind: 'roles'; roles: readonly Role[] } | { kind: 'api-client' } | { kind: 'everyone'; because: string }

/** Those who are logged in with one of these roles. */
export function roles(...allowed: Role[]): Policy {
  return { kind: 'roles', roles: allowed }
}

/** Everyone who is logged in. */
export const anyRole: Policy = { kind: 'roles', roles: everyRole }

/** A shop with its API key. */
export const apiClient: Policy = { kind: 'api-client' }

/** Also a stranger; says why that is safe. */
export function everyone(because: string): Policy {
  return { kind: 'everyone', because }
}

type MarkedMiddleware = RouteMiddleware & { policy?: Policy }

/**
 * Lets through whom the policy names. Every route has one: it is also the mark by which `routeAccess` finds out
 * who may call what, and a route without it fails the tests.
 */
export function authorize(policy: Policy): RouteMiddleware {
  const guard: MarkedMiddleware = async (ctx, next) => {
    requireAllowed(ctx, policy)
    await next()
  }
  guard.policy = policy
  return guard
}

/** The policy that a middleware enforces; undefined when it is no guard. */
export function policyOf(middleware: unknown): Policy | undefined {
  return typeof middleware === 'function' ? (middleware as MarkedMiddleware).policy : undefined
}

function requireAllowed(ctx: HttpContext, policy: Policy): void {
  if (policy.kind === 'everyone') return
  if (policy.kind === 'api-client') {
    if (!ctx.state.apiClient) throw new AppError<ErrorCode>('api-key/wrong')
    return
  }
  if (!ctx.state.session) throw new AppError<ErrorCode>('session/missing')
  if (!policy.roles.includes(ctx.state.session.role)) throw new AppError<ErrorCode>('session/forbidden')
}

/** Who is logged in, behind a route's `authorize(roles(…))`. */
export function sessionOf(ctx: HttpContext): Session {
  if (!ctx.state.session) throw new AppError<ErrorCode>('session/missing')
  return ctx.state.session
}

/** Which shop asks, behind a route's `authorize(apiClient)`. */
export function apiClientOf(ctx: HttpContext) {
  if (!ctx.state.apiClient) throw new AppError<ErrorCode>('api-key/wrong')
  return ctx.state.apiClient
}
