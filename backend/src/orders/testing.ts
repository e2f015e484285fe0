import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import { createAnswersRoutes } from '../answers/answers-routes.ts'
import { createAnswersService } from '../answers/answers-service.ts'
import { createLoadCard } from '../answers/load-card.ts'
import { createCustomerRoutes } from '../customers/customer-routes.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import { createDeliveryRoutes } from '../deliveries/delivery-routes.ts'
import { createHttpTestBed, type HttpTestBed } from '../http/testing.ts'
import { createPublicOrderRoutes } from '../public-api/public-order-routes.ts'
import { createSubmitOrder } from '../public-api/submit-order.ts'
import { createQuestionnaireRoutes } from '../questionnaires/questionnaire-routes.ts'
import { createQuestionnaireService } from '../questionnaires/questionnaire-service.ts'
import { createFreshPublished } from '../questionnaires/testing.ts'
import { createFreshSight } from '../sight/testing.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { createSendWebhook } from '../webhooks/send-webhook.ts'
import { createWebhookDeliverer } from '../webhooks/webhook-deliverer.ts'
import { createWebhookRoutes } from '../webhooks/webhook-routes.ts'
import { createOrderIntake } from './order-intake.ts'
import { createOrderRoutes } from './order-routes.ts'
import { createOrderService } from './order-service.ts'

export type OrderTestBed = Awaited<ReturnType<typeof createOrderTestBed>>

/** Everything on the way of an order, on a real database and Redis, behind real HTTP. The clock is the test's. */
export async function createOrderTestBed({ now = Date.now }: { now?: () => number } = {}) {
  const database = await createTestDatabase()
  const bed = createHttpTestBed({ db: database.db, limits: { api: { points: 100_000, seconds: 60 } } })
  const parts = createParts(database, now)
  const { db } = database
  const { guards } = bed
  const routers = [
    createPublicOrderRoutes({ guards, ...parts, db }),
    createOrderRoutes({ guards, db, ...parts }),
    createCustomerRoutes({ guards, customers: parts.customers }),
    createAnswersRoutes({ guards, answers: parts.answers }),
    createQuestionnaireRoutes({ guards, questionnaires: parts.questionnaires }),
    createDeliveryRoutes({ guards, db, orders: parts.orders }),
    createWebhookRoutes({ guards, db, outbox: parts.outbox, now }),
  ]
  const { url } = await bed.start(routers)
  const close = async () => {
    await bed.close()
    await parts.sender.close()
    await database.close()
  }
  return { ...parts, bed, db, url, routers, log: bed.log, close }
}

function createParts({ db }: TestDatabase, now: () => number) {
  /** Which agent is in which contact: the id of its call, order or customer. Tests fill it. */
  const contactOf = new Map<string, string>()
  const wakes = { dialer: 0 }
  /** Shares of questionnaires that were told as filled. */
  const progress: number[] = []
  const enqueued: (string[] | undefined)[] = []
  const wakeDialer = () => void wakes.dialer++
  const outbox = createOutbox({ now, enqueue: (ids) => void enqueued.push(ids) })
  const orders = createOrderService({ db, outbox, now, wakeDialer })
  const questionnaires = createQuestionnaireService({ db, config: createFreshPublished(db), now })
  const answers = createAnswersService({
    ...{ db, questionnaires, orders, outbox, now },
    agentMayEdit: (agentId, { callId, orderId }) => [callId, orderId].includes(contactOf.get(agentId) ?? 'none'),
    callOf: () => null,
    onProgress: (_agentId, share) => void progress.push(share),
  })
  const createIntake = () => createOrderIntake({ db, now, wakeDialer })
  const findShop = () => ({ country: 'UA' })
  const submitOrder = createSubmitOrder({ intake: createIntake(), findShop, campaignOf: () => undefined })
  const sender = createSendWebhook({ allowPrivate: true })
  const log = { warn: () => undefined } as unknown as HttpTestBed['log']
  const deliverer = createWebhookDeliverer({ db, send: sender.send, now, log })
  const sight = createFreshSight(db)
  const atHand = (agentId: string) => {
    const id = contactOf.get(agentId)
    return id === undefined ? undefined : { orderId: id, customerId: id }
  }
  const customers = createCustomerService({ db, sight, atHand, now })
  const loadCard = createLoadCard({ db, answers })
  return {
    ...{ contactOf, progress, wakes, enqueued, outbox, orders, questionnaires, answers, createIntake, findShop },
    ...{ submitOrder, sender, deliverer, sight, atHand, customers, loadCard },
  }
}

export type Received = { headers: Record<string, string>; body: string }
export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** A receiver of webhooks that answers as it is told, one answer for each request, then 204 for ever. */
export async function startReceiver(
  answers: { status: number; headers?: Record<string, string>; body?: string }[] = [],
) {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const { status, headers, body: text } = answers.shift() ?? { status: 204 }
      response.writeHead(status, headers).end(text)
      received.push({ headers: request.headers as Record<string, string>, body })
      for (const one of waiting) if (received.length >= one.count) one.resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** Resolves when so many requests have come. */
    until: (count: number) =>
      new Promise<void>((resolve) => (received.length >= count ? resolve() : waiting.push({ count, resolve }))),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
  return text
}
