import type { OrderDelivery, OrderInput, OrderStatus, Role, TaskKind, TimelineEntry } from '@orderline/domain/contract'

export type CustomerRow = {
  id: string
  client_id: string
  external_id: string | null
  name: string
  email: string | null
  city: string | null
  region: string | null
  address: string | null
  note: string | null
  created_at: Date
}

export type CustomerPhoneRow = { client_id: string; number: string; customer_id: string }

export type OrderRow = {
  id: string
  client_id: string
  external_id: string
  number: string
  customer_id: string
  phone: string
  status: OrderStatus
  items: OrderInput['items']
  total_minor: number
  currency: string
  delivery: OrderDelivery
  comment: string | null
  source: NonNullable<OrderInput['source']> | null
  marketing_consent: boolean
  placed_at: Date
  received_at: Date
  first_dial_at: Date | null
  contacted_at: Date | null
  confirmed_at: Date | null
  handed_over_at: Date | null
  delivered_at?: Date | null
  next_attempt_at: Date | null
  attempts_made: number
  cancel_reason: string | null
  responsible_id: string | null
  /** Null: orders of this client are not dialled, or no campaign takes this one. */
  campaign_id?: string | null
  promised_at?: Date | null
  promised_agent_id?: string | null
  /** Made by an agent's call to an unknown number; no shop sent it, and no campaign dials it. */
  by_hand?: boolean
  /** Kept by MariaDB itself: leave it out when writing. */
  updated_at?: Date
}

export type OrderEventRow = {
  id: string
  order_id: string
  kind: TimelineEntry['kind']
  text: string
  author_id: string | null
  call_id: string | null
  at: Date
}

/** For everybody of a role, or for one user. */
export type TaskRow = {
  id: string
  kind: TaskKind
  subject: 'order' | 'call'
  subject_id: string
  /** What people call the subject. */
  label: string
  client_id: string | null
  for_role: Role | null
  for_user_id: string | null
  due_at: Date
  created_at: Date
  done_at: Date | null
  /** Null while open, and when it settled itself. */
  done_by: string | null
  /** The order that a call was about. */
  order_id?: string | null
}

export type DeliveryRow = {
  id: string
  order_id: string
  client_id: string
  payload: Record<string, unknown>
  status: string
  created_at: Date
  acknowledged_at: Date | null
}

export type OutboxRow = {
  id: string
  client_id: string
  target: 'shop' | 'logistics'
  type: string
  payload: Record<string, unknown>
  order_id: string | null
  created_at: Date
  next_attempt_at: Date | null
  attempts: number
  delivered_at: Date | null
  given_up_at: Date | null
  last_error: string | null
}
