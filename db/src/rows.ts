import type {
  AttemptOutcome,
  CallbackSource,
  CampaignInput,
  CampaignStatus,
  DialMode,
  Disposition,
  DoNotCallView,
  ImportView,
  Locale,
  OrderDelivery,
  OrderInput,
  OrderStatus,
  QuestionnairePurpose,
  RecordStatus,
  Role,
  SkillRequirement,
  TaskKind,
  TimelineEntry,
} from '@orderline/domain/contract'

/** What the tables hold, column by column, as the driver gives it. Written down once; migrations make it true. */
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

/** A dial of an order or of a record, whichever is not null. */
/** For everybody of a role, or for one user. */
export type TaskRow = {
  id: string
  kind: TaskKind
  subject: 'order'
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
}

export type AttemptRow = {
  id: string
  order_id: string | null
  record_id: string | null
  campaign_id: string | null
  mode: DialMode
  call_id: string
  agent_id: string | null
  number: string
  ordinal: number
  allowed_because: string[]
  started_at: Date
  ended_at: Date | null
  outcome: AttemptOutcome | null
  cause: number | null
  /** When customer and agent first heard each other. */
  connected_at: Date | null
  /** Set while the attempt is under way, and unique: no second dial of an order, a record or a number at once. */
  open_order_id: string | null
  open_record_id: string | null
  open_number: string | null
}

export type CampaignRow = {
  id: string
  name: string
  client_id: string
  queue_id: string
  mode: DialMode
  status: CampaignStatus
  priority: number
  starts_at: Date | null
  ends_at: Date | null
  settings: Omit<CampaignInput, 'name' | 'clientId' | 'queueId' | 'mode' | 'priority' | 'startsAt' | 'endsAt'>
  created_at: Date
  updated_at: Date
}

export type ImportRow = {
  id: string
  kind: 'records' | 'do-not-call'
  campaign_id: string | null
  client_id: string | null
  file_name: string
  state: ImportView['state']
  rows_total: number | null
  rows_read: number
  added: number
  repeated: number
  refused: number
  errors: ImportView['errors']
  author_id: string | null
  created_at: Date
  finished_at: Date | null
}

export type DialRecordRow = {
  id: string
  campaign_id: string | null
  client_id: string
  queue_id: string | null
  customer_id: string | null
  order_id: string | null
  import_id: string | null
  external_key: string | null
  number: string
  name: string
  fields: Record<string, string>
  status: RecordStatus
  next_attempt_at: Date | null
  attempts_made: number
  last_outcome: AttemptOutcome | null
  callback_source: CallbackSource | null
  promised_at: Date | null
  promised_agent_id: string | null
  note: string | null
  created_at: Date
  settled_at: Date | null
}

export type DoNotCallRow = {
  id: string
  number: string
  /** A client's id, or `*` for all of them. */
  scope: string
  source: DoNotCallView['source']
  note: string
  author_id: string | null
  created_at: Date
}

export type NumberHoldRow = { number: string; until: Date }

export type CampaignHourRow = {
  campaign_id: string
  hour_at: Date
  dials: number
  connected: number
  abandoned: number
  machines: number
  unanswered: number
  failed: number
}

export type CallRow = {
  id: string
  direction: 'inbound' | 'outbound'
  client_id: string
  queue_id: string | null
  customer_id: string | null
  order_id: string | null
  agent_id: string | null
  customer_number: string | null
  shop_number: string | null
  status: 'waiting' | 'talking' | 'answered' | 'missed' | 'failed'
  outcome: string | null
  disposition: Disposition | null
  note: string | null
  started_at: Date
  answered_at: Date | null
  ended_at: Date | null
  /** Of the first conversation; each later one has a number at its end: `<name>-2.wav`. */
  recording: string | null
  recording_count: number
  voicemail: string | null
  handled_by: string | null
  handled_at: Date | null
}

export type CallEventRow = {
  id: string
  call_id: string | null
  agent_id: string | null
  type: string
  payload: unknown
  at: Date
}

export type QuestionnaireRow = {
  id: string
  client_id: string
  purpose: QuestionnairePurpose
  version: number
  title: string
  status: 'draft' | 'published' | 'retired'
  model: Record<string, unknown>
  created_at: Date
  published_at: Date | null
}

export type AnswersRow = {
  id: string
  questionnaire_id: string
  client_id: string
  call_id: string | null
  order_id: string | null
  customer_id: string | null
  values: Record<string, unknown>
  revision: number
  created_at: Date
  updated_at: Date
  completed_at: Date | null
  completed_by: string | null
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

export type IdempotencyKeyRow = {
  client_id: string
  key: string
  /** SHA-256 of method, path and body, hexadecimal. */
  request_hash: string
  status: number
  response: unknown
  created_at: Date
}

export type AuditEntryRow = {
  id: string
  user_id: string | null
  action: string
  subject: string
  subject_id: string | null
  details: Record<string, unknown>
  at: Date
}

declare module 'knex/types/tables.js' {
  /** Gives `db('orders')` its row type. */
  interface Tables {
    clients: ClientRow
    api_keys: ApiKeyRow
    users: UserRow
    skills: SkillRow
    user_skills: UserSkillRow
    queues: QueueRow
    dids: DidRow
    customers: CustomerRow
    customer_phones: CustomerPhoneRow
    orders: OrderRow
    order_events: OrderEventRow
    attempts: AttemptRow
    tasks: TaskRow
    campaigns: CampaignRow
    imports: ImportRow
    dial_records: DialRecordRow
    do_not_call: DoNotCallRow
    number_holds: NumberHoldRow
    campaign_hours: CampaignHourRow
    calls: CallRow
    call_events: CallEventRow
    questionnaires: QuestionnaireRow
    answers: AnswersRow
    deliveries: DeliveryRow
    outbox: OutboxRow
    idempotency_keys: IdempotencyKeyRow
    audit_entries: AuditEntryRow
  }
}
