import { createHash, randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { createId } from '@orderline/runtime/ids'
import type {
  ApiKeyRow,
  CampaignRow,
  ClientRow,
  CustomerRow,
  DialRecordRow,
  DidRow,
  OrderRow,
  QueueRow,
  QuestionnaireRow,
  SkillRow,
  UserRow,
} from '../rows.ts'
import { defaultCampaign } from '../default-campaign.ts'
import { toJson } from '../moments.ts'
import { campaignColumns } from '../read-campaign.ts'

/** Each makes one valid row, different from all others, with what the test cares about laid over it. */
export async function createClient(db: Knex, over: Partial<ClientRow> = {}): Promise<ClientRow> {
  const id = createId()
  const row: ClientRow = {
    id,
    code: `shop-${tail(id)}`,
    name: 'A shop',
    country: 'UA',
    time_zone: 'Europe/Kyiv',
    color: '#2563eb',
    greeting: 'Good day!',
    delivery_rules: '',
    caller_number: null,
    order_queue_id: null,
    shop_webhook_url: null,
    shop_webhook_secret: `whsec_${randomBytes(24).toString('base64')}`,
    logistics_webhook_url: null,
    logistics_webhook_secret: `whsec_${randomBytes(24).toString('base64')}`,
    shop_webhook_former_secret: null,
    shop_webhook_former_until: null,
    logistics_webhook_former_secret: null,
    logistics_webhook_former_until: null,
    active: true,
    hand_call_makes_order: false,
    created_at: new Date(),
    ...over,
  }
  await db('clients').insert(row)
  return row
}

/** The answer carries the key itself, which the row does not. */
export async function createApiKey(db: Knex, over: Partial<ApiKeyRow> & { client_id: string }) {
  const key = `ok_${randomBytes(24).toString('base64url')}`
  const row: ApiKeyRow = {
    id: createId(),
    label: 'a key',
    prefix: key.slice(0, 11),
    key_hash: createHash('sha256').update(key).digest('hex'),
    created_at: new Date(),
    last_used_at: null,
    revoked_at: null,
    ...over,
  }
  await db('api_keys').insert(row)
  return { ...row, key }
}

/** Without a password that works, unless `password_hash` is given. */
export async function createUser(db: Knex, over: Partial<UserRow> = {}): Promise<UserRow> {
  const id = createId()
  const row: UserRow = {
    id,
    login: `user-${tail(id)}`,
    name: 'A person',
    role: 'agent',
    client_id: null,
    locale: 'en',
    audio_mode: 'ring',
    password_hash: '!',
    active: true,
    created_at: new Date(),
    ...over,
  }
  await db('users').insert(row)
  return row
}

export async function createSkill(db: Knex, over: Partial<SkillRow> = {}): Promise<SkillRow> {
  const id = createId()
  const row: SkillRow = { id, code: `skill-${tail(id)}`, name: 'A skill', ...over }
  await db('skills').insert(row)
  return row
}

export async function createQueue(db: Knex, over: Partial<QueueRow> = {}): Promise<QueueRow> {
  const id = createId()
  const row: QueueRow = {
    id,
    code: `queue-${tail(id)}`,
    name: 'A queue',
    required_skills: [],
    priority: 50,
    ring_timeout_seconds: 20,
    wrap_up_seconds: 30,
    max_waiting: 100,
    max_wait_seconds: 900,
    announce_position_seconds: 30,
    record_calls: true,
    ...over,
  }
  await db('queues').insert({ ...row, required_skills: toJson(row.required_skills) })
  return row
}

export async function createDid(
  db: Knex,
  over: Partial<DidRow> & Pick<DidRow, 'client_id' | 'queue_id'>,
): Promise<DidRow> {
  const row: DidRow = { id: createId(), number: randomNumber(), label: '', ...over }
  await db('dids').insert(row)
  return row
}

/** With one phone, `phone`, or a random one. */
export async function createCustomer(
  db: Knex,
  { phone = randomNumber(), ...over }: Partial<CustomerRow> & { client_id: string; phone?: string },
): Promise<CustomerRow & { phone: string }> {
  const row: CustomerRow = {
    id: createId(),
    external_id: null,
    name: 'A customer',
    email: null,
    city: null,
    region: null,
    address: null,
    note: null,
    created_at: new Date(),
    ...over,
  }
  await db('customers').insert(row)
  await db('customer_phones').insert({ client_id: row.client_id, number: phone, customer_id: row.id })
  return { ...row, phone }
}

export async function createOrder(
  db: Knex,
  over: Partial<OrderRow> & Pick<OrderRow, 'client_id' | 'customer_id'>,
): Promise<OrderRow> {
  const id = createId()
  const now = new Date()
  const row: OrderRow = {
    id,
    external_id: `order-${tail(id)}`,
    number: `order-${tail(id)}`,
    phone: randomNumber(),
    status: 'new',
    items: [{ name: 'A kettle', quantity: 1, priceMinor: 99_900 }],
    total_minor: 99_900,
    currency: 'UAH',
    delivery: {},
    comment: null,
    source: null,
    marketing_consent: false,
    placed_at: now,
    received_at: now,
    first_dial_at: null,
    contacted_at: null,
    confirmed_at: null,
    handed_over_at: null,
    next_attempt_at: now,
    attempts_made: 0,
    cancel_reason: null,
    responsible_id: null,
    ...over,
  }
  const json = { items: toJson(row.items), delivery: toJson(row.delivery), source: row.source && toJson(row.source) }
  await db('orders').insert({ ...row, ...json })
  return row
}

/** A running progressive campaign for all orders of the client, with settings that narrow nothing. */
export async function createCampaign(
  db: Knex,
  over: Partial<CampaignRow> & Pick<CampaignRow, 'client_id' | 'queue_id'>,
): Promise<CampaignRow> {
  const { settings, ...plain } = over
  const { client_id: clientId, queue_id: queueId } = over
  const row = campaignColumns(defaultCampaign({ id: createId(), clientId, queueId, now: Date.now() }))
  await db('campaigns').insert({ ...row, ...plain, ...(settings && { settings: toJson(settings) }) })
  const made = await db('campaigns')
    .where({ id: over.id ?? row.id })
    .first()
  if (!made) throw new Error('the campaign was not made')
  return made
}

export async function createDialRecord(
  db: Knex,
  over: Partial<DialRecordRow> & Pick<DialRecordRow, 'client_id'>,
): Promise<DialRecordRow> {
  const now = new Date()
  const row: DialRecordRow = {
    id: createId(),
    campaign_id: null,
    queue_id: null,
    customer_id: null,
    order_id: null,
    import_id: null,
    external_key: null,
    number: randomNumber(),
    name: 'A customer',
    fields: {},
    status: 'new',
    next_attempt_at: now,
    attempts_made: 0,
    last_outcome: null,
    callback_source: null,
    promised_at: null,
    promised_agent_id: null,
    note: null,
    created_at: now,
    settled_at: null,
    settled_because: null,
    ...over,
  }
  await db('dial_records').insert({ ...row, fields: toJson(row.fields) })
  return row
}

export async function createQuestionnaire(
  db: Knex,
  over: Partial<QuestionnaireRow> & { client_id: string },
): Promise<QuestionnaireRow> {
  const row: QuestionnaireRow = {
    id: createId(),
    purpose: 'order',
    version: 1,
    title: 'A questionnaire',
    status: 'published',
    model: { elements: [{ type: 'text', name: 'comment' }] },
    created_at: new Date(),
    published_at: new Date(),
    ...over,
  }
  await db('questionnaires').insert({ ...row, model: toJson(row.model) })
  return row
}

/** A Ukrainian number in E.164 form. */
export function randomNumber(): string {
  return `+38067${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`
}

function tail(id: string): string {
  return id.replaceAll('-', '').slice(-12)
}
