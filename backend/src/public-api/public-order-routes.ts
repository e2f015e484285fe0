import type { Database } from '@orderline/db'
import { deliveredInputSchema, orderInputSchema } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { apiClientOf, authorize, everyone } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import { mayUseOrderApi } from '../orders/order-policy.ts'
import { findOrder } from '../orders/order-repository.ts'
import type { OrderService } from '../orders/order-service.ts'
import { listChangedOrders } from './list-changed-orders.ts'
import { createOpenApiDocument } from './openapi.ts'
import { cancelInputSchema, oneOrder, orderQuerySchema } from './schemas.ts'
import type { SubmitOrder } from './submit-order.ts'

export type PublicOrderRoutesDeps = {
  guards: HttpGuards
  db: Database
  orders: OrderService
  submitOrder: SubmitOrder
}

/** The API of shops. docs/api.md tells how it is used, `/api/v1/openapi.json` what it takes. */
export function createPublicOrderRoutes({ guards, db, orders, submitOrder }: PublicOrderRoutesDeps): HttpRouter {
  const router = createRouter()
  const shop = [guards.rateLimit('api'), guards.authenticateApiKey, authorize(mayUseOrderApi)]

  router.post('/api/v1/orders', ...shop, validate({ body: orderInputSchema }), async (ctx) => {
    const { status, order, isReplayed } = await submitOrder({
      clientId: apiClientOf(ctx).clientId,
      input: bodyOf(ctx, orderInputSchema),
      idempotencyKey: ctx.get('idempotency-key'),
      rawBody: ctx.request.rawBody ?? '',
    })
    ctx.status = status
    ctx.set('Location', `/api/v1/orders/${order.id}`)
    if (isReplayed) ctx.set('Idempotent-Replayed', 'true')
    ctx.body = order
  })

  router.get('/api/v1/orders', ...shop, validate({ query: orderQuerySchema }), async (ctx) => {
    ctx.body = await listChangedOrders(db, { ...queryOf(ctx, orderQuerySchema), clientId: apiClientOf(ctx).clientId })
  })

  router.get('/api/v1/orders/:id', ...shop, validate({ params: oneOrder }), async (ctx) => {
    const { id } = paramsOf(ctx, oneOrder)
    const order = await findOrder(db, id)
    if (order?.clientId !== apiClientOf(ctx).clientId) throw new AppError<ErrorCode>('order/not-found', { id })
    ctx.body = order
  })

  router.post(
    '/api/v1/orders/:id/cancel',
    ...shop,
    validate({ params: oneOrder, body: cancelInputSchema }),
    async (ctx) => {
      const { reason } = bodyOf(ctx, cancelInputSchema)
      const actor = { userId: null, callId: null }
      const { clientId } = apiClientOf(ctx)
      ctx.body = await orders.cancel(paramsOf(ctx, oneOrder).id, { reason, actor, clientId })
    },
  )

  router.put(
    '/api/v1/orders/:id/delivered',
    ...shop,
    validate({ params: oneOrder, body: deliveredInputSchema }),
    async (ctx) => {
      const { clientId } = apiClientOf(ctx)
      const delivered = { ...bodyOf(ctx, deliveredInputSchema), authorId: null, clientId }
      ctx.body = await orders.setDelivered(paramsOf(ctx, oneOrder).id, delivered)
    },
  )

  const document = createOpenApiDocument()
  const open = authorize(everyone('documentation of the API, the same for all'))
  router.get('/api/v1/openapi.json', guards.rateLimit('open'), open, (ctx) => {
    ctx.body = document
  })

  return router
}
