import type {
  ClientRow,
  ApiKeyRow,
  UserRow,
  SkillRow,
  UserSkillRow,
  QueueRow,
  DidRow,
  AuditEntryRow,
  IdempotencyKeyRow,
} from './rows/office.ts'
import type {
  CustomerRow,
  CustomerPhoneRow,
  OrderRow,
  OrderEventRow,
  TaskRow,
  DeliveryRow,
  OutboxRow,
} from './rows/orders.ts'
import type {
  CampaignRow,
  ImportRow,
  DialRecordRow,
  HandCallRow,
  AttemptRow,
  DoNotCallRow,
  NumberHoldRow,
  CampaignHourRow,
} from './rows/campaigns.ts'
import type { CallRow, CallEventRow, QuestionnaireRow, AnswersRow } from './rows/calls.ts'

/** What the tables hold, column by column, as the driver gives it. Written down once; migrations make it true. */
export type * from './rows/office.ts'
export type * from './rows/orders.ts'
export type * from './rows/campaigns.ts'
export type * from './rows/calls.ts'

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
    hand_calls: HandCallRow
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
