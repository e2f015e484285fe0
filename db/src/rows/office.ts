import type { Locale, Role, SkillRequirement } from '@orderline/domain/contract'

export type ClientRow = {
  id: string
  code: string
  name: string
  country: string
  time_zone: string
  color: string
  greeting: string
  delivery_rules: string
  caller_number: string | null
  order_queue_id: string | null
  shop_webhook_url: string | null
  shop_webhook_secret: string
  logistics_webhook_url: string | null
  logistics_webhook_secret: string
  /** Signs beside its successor until then. */
  shop_webhook_former_secret: string | null
  shop_webhook_former_until: Date | null
  logistics_webhook_former_secret: string | null
  logistics_webhook_former_until: Date | null
  active: boolean
  /** Dialling an unknown number by hand makes a customer and an order. */
  hand_call_makes_order: boolean
  created_at: Date
}

export type ApiKeyRow = {
  id: string
  client_id: string
  label: string
  prefix: string
  /** SHA-256 of the key, hexadecimal. */
  key_hash: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

export type UserRow = {
  id: string
  login: string
  name: string
  role: Role
  client_id: string | null
  locale: Locale
  audio_mode: 'ring' | 'persistent'
  /** argon2id in PHC form. */
  password_hash: string
  active: boolean
  created_at: Date
}

export type SkillRow = { id: string; code: string; name: string }

export type UserSkillRow = { user_id: string; skill_id: string; level: number }

export type QueueRow = {
  id: string
  code: string
  name: string
  required_skills: SkillRequirement[]
  priority: number
  ring_timeout_seconds: number
  wrap_up_seconds: number
  max_waiting: number
  max_wait_seconds: number
  announce_position_seconds: number
  record_calls: boolean
}

export type DidRow = { id: string; number: string; client_id: string; queue_id: string; label: string }

export type AuditEntryRow = {
  id: string
  user_id: string | null
  action: string
  subject: string
  subject_id: string | null
  details: Record<string, unknown>
  at: Date
}

export type IdempotencyKeyRow = {
  client_id: string
  key: string
  /** SHA-256 of method, path and body, hexadecimal. */
  request_hash: string
  status: number
  response: unknown
  created_at: Date
}
