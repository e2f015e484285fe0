import { z } from 'zod'
import { demoCallInputSchema, demoOrderInputSchema, type DemoWebhookView, type Page } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { authorize, everyone } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, validate } from '../http/validate.ts'
import type { DemoService } from './demo-service.ts'
import type { createReceivedWebhooks } from './received-webhooks.ts'

const receiverParams = z.object({ receiver: z.enum(['shop', 'logistics']), clientCode: z.string().max(40) })

export type DemoRoutesDeps = {
  guards: HttpGuards
  demo: DemoService
  received: ReturnType<typeof createReceivedWebhooks>
}

/** The demo page's own routes. Never build them in a centre that serves real shops. */
export function createDemoRoutes({ guards, demo, received }: DemoRoutesDeps): HttpRouter {
  const router = createRouter()
  const open = [guards.rateLimit('open'), authorize(everyone('only a demo has these routes, and its data is made up'))]

  router.get('/api/demo', ...open, (ctx) => {
    ctx.body = demo.show()
  })

  router.post('/api/demo/orders', ...open, validate({ body: demoOrderInputSchema }), async (ctx) => {
    ctx.body = await demo.placeOrder(bodyOf(ctx, demoOrderInputSchema))
    ctx.status = 201
  })

  router.post('/api/demo/calls', ...open, validate({ body: demoCallInputSchema }), async (ctx) => {
    await demo.callShop(bodyOf(ctx, demoCallInputSchema).clientCode)
    ctx.status = 204
  })

  router.get('/api/demo/webhooks', ...open, async (ctx) => {
    const items = await received.list()
    const page: Page<DemoWebhookView> = { items, total: items.length }
    ctx.body = page
  })

  router.post(
    '/api/demo/webhooks/:receiver/:clientCode',
    ...open,
    validate({ params: receiverParams }),
    async (ctx) => {
      const { receiver, clientCode } = paramsOf(ctx, receiverParams)
      const secret = await demo.secretOf(clientCode, receiver)
      const headers = Object.fromEntries(
        ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, ctx.get(name)]),
      )
      const isVerified = await received.receive({
        receiver,
        clientCode,
        secret,
        headers,
        rawBody: ctx.request.rawBody ?? '',
      })
      if (!isVerified) throw new AppError<ErrorCode>('request/refused', { detail: 'The signature is wrong.' })
      ctx.status = 204
    },
  )

  return router
}
