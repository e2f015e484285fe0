import type { ClientView, DidView, QueueView } from '@orderline/domain/contract'
import type { ClientRow, DidRow, QueueRow } from '@orderline/db'

/** Rows of the configuration as the contract shows them: for the cache and for the administration alike. */
export function toClientView(row: ClientRow): ClientView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    country: row.country,
    timeZone: row.time_zone,
    color: row.color,
    greeting: row.greeting,
    deliveryRules: row.delivery_rules,
    callerNumber: row.caller_number,
    orderQueueId: row.order_queue_id,
    shopWebhookUrl: row.shop_webhook_url,
    logisticsWebhookUrl: row.logistics_webhook_url,
    active: row.active,
    handCallMakesOrder: row.hand_call_makes_order,
  }
}

export function toQueueView(row: QueueRow): QueueView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    requiredSkills: row.required_skills,
    priority: row.priority,
    ringTimeoutSeconds: row.ring_timeout_seconds,
    wrapUpSeconds: row.wrap_up_seconds,
    maxWaiting: row.max_waiting,
    maxWaitSeconds: row.max_wait_seconds,
    announcePositionSeconds: row.announce_position_seconds,
    recordCalls: row.record_calls,
  }
}

export function toDidView(row: DidRow): DidView {
  return { id: row.id, number: row.number, clientId: row.client_id, queueId: row.queue_id, label: row.label }
}
