import type { HealthRegistry } from '@orderline/runtime/health'
import type { Registry } from '@orderline/runtime/metrics'
import type { Clock } from '@orderline/runtime/clock'
import { createAgentsRoutes } from '../agents/agents-routes.ts'
import { createAnswersRoutes } from '../answers/answers-routes.ts'
import { createAuditRoutes } from '../audit/audit-routes.ts'
import { createBoardRoutes } from '../board/board-routes.ts'
import type { BoardService } from '../board/board-service.ts'
import type { CallCentre } from '../calls/call-centre.ts'
import { createCallsRoutes } from '../calls/calls-routes.ts'
import { createCallbacksRoutes } from '../callbacks/callbacks-routes.ts'
import { createCampaignsRoutes } from '../campaigns/campaigns-routes.ts'
import { createClientsRoutes } from '../clients/clients-routes.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { createCustomerRoutes } from '../customers/customer-routes.ts'
import { createDeliveryRoutes } from '../deliveries/delivery-routes.ts'
import { createDidsRoutes } from '../dids/dids-routes.ts'
import { createDoNotCallRoutes } from '../do-not-call/do-not-call-routes.ts'
import { createHandCallsRoutes } from '../hand-calls/hand-calls-routes.ts'
import { createHealthRoutes } from '../http/health-routes.ts'
import type { HttpRouter } from '../http/http-types.ts'
import { createImportsRoutes } from '../imports/imports-routes.ts'
import { createMetricsRoutes } from '../http/metrics-routes.ts'
import { createOrderClockRoutes } from '../order-clock/order-clock-routes.ts'
import { createOrderRoutes } from '../orders/order-routes.ts'
import { createPublicOrderRoutes } from '../public-api/public-order-routes.ts'
import { createQuestionnaireRoutes } from '../questionnaires/questionnaire-routes.ts'
import { createQueuesRoutes } from '../queues/queues-routes.ts'
import { createRecordsRoutes } from '../records/records-routes.ts'
import { createRecordingsRoutes } from '../recordings/recordings-routes.ts'
import { createSessionsRoutes } from '../sessions/sessions-routes.ts'
import { createSkillsRoutes } from '../skills/skills-routes.ts'
import { createTasksRoutes } from '../tasks/tasks-routes.ts'
import { createUsersRoutes } from '../users/users-routes.ts'
import { createWebhookRoutes } from '../webhooks/webhook-routes.ts'
import type { Adapters } from './adapters.ts'
import type { CampaignParts } from './campaign-parts.ts'
import type { ClockParts } from './clock-parts.ts'
import type { OfficeParts } from './office-parts.ts'
import type { OrderParts } from './order-parts.ts'
import type { RecordParts } from './record-parts.ts'

export type RoutesDeps = {
  adapters: Adapters
  config: Pick<ConfigCache, 'client'>
  office: OfficeParts
  orderParts: OrderParts
  campaignParts: CampaignParts
  recordParts: RecordParts
  clockParts: ClockParts
  centre: CallCentre
  board: BoardService
  /** Empty where the centre is no demo. */
  demoRoutes: HttpRouter[]
  health: HealthRegistry
  metrics: Registry
  isSecure: boolean
  now: Clock
}

/** Every door of the API. Who may go through which stands at each route; a test asks them all. */
export function createRoutes(deps: RoutesDeps): HttpRouter[] {
  return [
    // Each router is asked in turn: first the one that gets floods.
    ...orderRoutes(deps),
    ...deskRoutes(deps),
    ...campaignRoutes(deps),
    ...administrationRoutes(deps),
    ...watchRoutes(deps),
    ...deps.demoRoutes,
  ]
}

function deskRoutes({ office, centre, orderParts, isSecure }: RoutesDeps): HttpRouter[] {
  const { guards, sessions } = office
  const { desk, desktops, wrapUps, commands } = centre
  return [
    createSessionsRoutes({ guards, sessions, isSecure }),
    createAgentsRoutes({ guards, desk, desktops, wrapUps }),
    createCallsRoutes({ guards, commands }),
    createAnswersRoutes({ guards, answers: orderParts.answers }),
  ]
}

function orderRoutes({ adapters, office, orderParts, now }: RoutesDeps): HttpRouter[] {
  const { db } = adapters
  const { guards } = office
  const { orders, submitOrder, customers, outbox, sight, atHand } = orderParts
  return [
    createPublicOrderRoutes({ guards, db, orders, submitOrder }),
    createOrderRoutes({ guards, db, orders, sight, atHand }),
    createCustomerRoutes({ guards, customers }),
    createDeliveryRoutes({ guards, db, orders }),
    createWebhookRoutes({ guards, db, outbox, now }),
  ]
}

function campaignRoutes({ office, config, campaignParts }: RoutesDeps): HttpRouter[] {
  const { guards } = office
  const findShop = (clientId: string) => config.client(clientId)
  return [
    createCampaignsRoutes({ guards, ...campaignParts }),
    createCallbacksRoutes({ guards, ...campaignParts }),
    createHandCallsRoutes({ guards, ...campaignParts }),
    createDoNotCallRoutes({ guards, ...campaignParts, findShop }),
    createImportsRoutes({ guards, ...campaignParts }),
  ]
}

function administrationRoutes({ office, orderParts }: RoutesDeps): HttpRouter[] {
  const { guards, users, skills, queues, dids, clients, apiKeys, audit } = office
  return [
    createUsersRoutes({ guards, users }),
    createSkillsRoutes({ guards, skills }),
    createQueuesRoutes({ guards, queues }),
    createDidsRoutes({ guards, dids }),
    createClientsRoutes({ guards, clients, apiKeys }),
    createQuestionnaireRoutes({ guards, questionnaires: orderParts.questionnaires }),
    createAuditRoutes({ guards, audit }),
  ]
}

function watchRoutes({ office, recordParts, clockParts, board, health, metrics }: RoutesDeps): HttpRouter[] {
  const { guards } = office
  return [
    createBoardRoutes({ guards, board }),
    createOrderClockRoutes({ guards, ...clockParts }),
    createTasksRoutes({ guards, ...clockParts }),
    createRecordsRoutes({ guards, records: recordParts.records }),
    createRecordingsRoutes({ guards, recordings: recordParts.recordings }),
    createHealthRoutes({ health }),
    createMetricsRoutes({ metrics }),
  ]
}
