import { assignCampaign } from '@orderline/domain/campaign'
import { redisNames } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { coalesce } from '@orderline/runtime/coalesce'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import { createAnswersService } from '../answers/answers-service.ts'
import type { AgentMayEdit } from '../answers/answers-policy.ts'
import { createLoadCard } from '../answers/load-card.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import type { Config } from '../config.ts'
import { createWebhookJob } from '../jobs/deliver-webhooks.ts'
import { createOrderIntake } from '../orders/order-intake.ts'
import { createOrderService } from '../orders/order-service.ts'
import { createSubmitOrder } from '../public-api/submit-order.ts'
import { createClientSight, type ContactAtHand } from '../sight/client-sight.ts'
import { createQuestionnaireService } from '../questionnaires/questionnaire-service.ts'
import { createFairDelivery } from '../webhooks/fair-delivery.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { findDue, findDueOf, findReceiver } from '../webhooks/outbox-repository.ts'
import { createSendWebhook } from '../webhooks/send-webhook.ts'
import { createWebhookDeliverer } from '../webhooks/webhook-deliverer.ts'
import type { Adapters } from './adapters.ts'

export type OrderPartsDeps = Adapters & {
  config: ConfigCache
  settings: Config
  /** Of the agents who talk now. */
  agentMayEdit: AgentMayEdit
  callOf: (agentId: string) => string | null
  atHand: ContactAtHand
  /** Share of a talk's questionnaire that is filled. */
  onProgress: (agentId: string, share: number) => void
  now: Clock
  log: Logger
}
export type OrderParts = ReturnType<typeof createOrderParts>

/** The way of an order: intake, customers, questionnaires and answers, and the webhooks that tell of it. */
export function createOrderParts(deps: OrderPartsDeps) {
  const { db, redis, config, settings, atHand, now, log } = deps
  const wakeDialer = async (): Promise<void> => {
    await redis.publish(redisNames.dialerWake, '').catch((error: unknown) => {
      log.debug({ err: toError(error) }, 'dialer was not woken')
    })
  }
  const { send, close: closeSender } = createSendWebhook({ allowPrivate: settings.WEBHOOK_ALLOW_PRIVATE })
  const deliverer = createWebhookDeliverer({ db, send, now, log })
  const webhookJob = createWebhookJob({
    redisUrl: settings.REDIS_URL,
    log,
    delivery: createFairDelivery({
      deliverer,
      findReceiver: (id) => findReceiver(db, id, now()),
      findDueOf: (receiver, limit) => findDueOf(db, receiver, { now: now(), limit }),
    }),
    findDue: () => findDue(db, now()),
    now,
  })
  const sight = createClientSight({ config })
  const outbox = createOutbox({ now, enqueue: webhookJob.enqueue })
  // Orders come in floods, and the dialer looks at all of them each time.
  const wakeSoon = coalesce(() => void wakeDialer(), 100)
  const orders = createOrderService({ db, outbox, now, wakeDialer: wakeSoon })
  const intake = createOrderIntake({ db, now, wakeDialer: wakeSoon })
  const { configChanged } = createConfigPublisher({ redis, log })
  const { publishedQuestionnaireId } = config
  const questionnaires = createQuestionnaireService({ db, config: { configChanged, publishedQuestionnaireId }, now })
  const answers = createAnswersService({ ...deps, questionnaires, orders, outbox })
  return {
    wakeDialer,
    webhookJob,
    closeSender,
    outbox,
    orders,
    submitOrder: createSubmitOrder({
      intake,
      findShop: (clientId) => config.client(clientId),
      campaignOf: (clientId, order) => assignCampaign(order, config.campaignsOf(clientId)),
    }),
    sight,
    atHand,
    customers: createCustomerService({ db, sight, atHand, now }),
    questionnaires,
    answers,
    loadCard: createLoadCard({ db, answers }),
  }
}
