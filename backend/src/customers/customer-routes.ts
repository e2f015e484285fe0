import { z } from 'zod'
import { customerPatchSchema, idSchema, pageQuerySchema } from '@orderline/domain/contract'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import { mayChangeCustomers, mayReadCustomers } from './customer-policy.ts'
import type { CustomerService } from './customer-service.ts'

const oneCustomer = z.object({ id: idSchema })

export type CustomerRoutesDeps = { guards: HttpGuards; customers: CustomerService }

export function createCustomerRoutes({ guards, customers }: CustomerRoutesDeps): HttpRouter {
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const reader = [...known, authorize(mayReadCustomers)]
  const writer = [...known, authorize(mayChangeCustomers)]

  router.get('/api/customers', ...reader, validate({ query: pageQuerySchema }), async (ctx) => {
    ctx.body = await customers.list(queryOf(ctx, pageQuerySchema), sessionOf(ctx))
  })

  router.get('/api/customers/:id', ...reader, validate({ params: oneCustomer }), async (ctx) => {
    ctx.body = await customers.get(paramsOf(ctx, oneCustomer).id, sessionOf(ctx))
  })

  const change = validate({ params: oneCustomer, body: customerPatchSchema })
  router.patch('/api/customers/:id', ...writer, change, async (ctx) => {
    ctx.body = await customers.patch(paramsOf(ctx, oneCustomer).id, bodyOf(ctx, customerPatchSchema), sessionOf(ctx))
  })

  return router
}
