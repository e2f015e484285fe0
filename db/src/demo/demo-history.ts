import type { Knex } from 'knex'
import type { OrderInput } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { toJson } from '../moments.ts'

const dayMs = 24 * 60 * 60 * 1_000
const minuteMs = 60 * 1_000

type PastOrder = {
  number: string
  daysAgo: number
  status: 'confirmed' | 'cancelled'
  items: OrderInput['items']
  note: string
  cancelReason?: string
}
type PastCustomer = {
  client: string
  name: string
  phone: string
  city: string
  region: string
  address?: string
  email?: string
  note?: string
  orders: PastOrder[]
}

/**
 * Customers who have bought before, so that a card has something to show. The last digit of a number says what the
 * simulated telephone network does when it is called; …550100 is the telephone on the demo page.
 */
const customers: PastCustomer[] = [
  {
    client: 'vesna',
    name: 'Тетяна Шевчук',
    phone: '+380445550100',
    city: 'Київ',
    region: 'Київ',
    address: 'вул. Саксаганського, 41, кв. 12',
    email: 'tetiana@example.com',
    note: 'Просить дзвонити після 14:00.',
    orders: [
      {
        number: 'V-10412',
        daysAgo: 34,
        status: 'confirmed',
        items: [
          {
            sku: 'KET-17',
            name: 'Чайник електричний Bosch, 1,7 л',
            quantity: 1,
            priceMinor: 189_900,
            category: 'kitchen',
          },
        ],
        note: 'Доставка у відділення № 24, просила зателефонувати за годину.',
      },
      {
        number: 'V-10177',
        daysAgo: 92,
        status: 'cancelled',
        items: [{ sku: 'HPH-5', name: 'Навушники JBL Tune 520', quantity: 1, priceMinor: 199_900, category: 'audio' }],
        note: 'Знайшла дешевше в іншому магазині.',
        cancelReason: 'Знайшла дешевше',
      },
    ],
  },
  {
    client: 'vesna',
    name: 'Андрій Лисенко',
    phone: '+380671230001',
    city: 'Харків',
    region: 'Харківська область',
    orders: [
      {
        number: 'V-10398',
        daysAgo: 41,
        status: 'confirmed',
        items: [
          {
            sku: 'NB-14',
            name: 'Ноутбук Lenovo IdeaPad 14"',
            quantity: 1,
            priceMinor: 2_549_900,
            category: 'computers',
          },
          { sku: 'MS-2', name: 'Миша Logitech M185', quantity: 1, priceMinor: 54_900, category: 'computers' },
        ],
        note: "Кур'єр, оплата карткою при отриманні.",
      },
    ],
  },
  {
    client: 'vesna',
    name: 'Anna Nowak',
    phone: '+48601230002',
    city: 'Warszawa',
    region: 'Mazowieckie',
    orders: [
      {
        number: 'V-10401',
        daysAgo: 39,
        status: 'confirmed',
        items: [{ sku: 'PB-20', name: 'Powerbank 20 000 mAh', quantity: 2, priceMinor: 99_900, category: 'phones' }],
        note: 'Paczkomat WAW22A, prosi o SMS.',
      },
    ],
  },
  {
    client: 'dimsad',
    name: 'Тетяна Шевчук',
    phone: '+380445550100',
    city: 'Київ',
    region: 'Київ',
    orders: [
      {
        number: '2087',
        daysAgo: 12,
        status: 'confirmed',
        items: [{ sku: 'CH-4', name: 'Крісло садове, ротанг', quantity: 4, priceMinor: 215_000, category: 'garden' }],
        note: 'Підйом на 3 поверх, ліфта немає.',
      },
    ],
  },
  {
    client: 'dimsad',
    name: 'Богдан Мельник',
    phone: '+380931230003',
    city: 'Львів',
    region: 'Львівська область',
    note: 'Постійний покупець.',
    orders: [
      {
        number: '2051',
        daysAgo: 27,
        status: 'confirmed',
        items: [
          { sku: 'TB-1', name: 'Стіл обідній, дуб, 160 см', quantity: 1, priceMinor: 1_289_000, category: 'furniture' },
        ],
        note: 'Складання замовлено, субота зранку.',
      },
      {
        number: '1960',
        daysAgo: 118,
        status: 'confirmed',
        items: [{ sku: 'LMP-3', name: 'Світильник підвісний', quantity: 2, priceMinor: 134_500, category: 'light' }],
        note: 'Самовивіз.',
      },
    ],
  },
]

export type HistoryContext = { clientIds: Map<string, string>; agentId: string; now: number }

/** Writes the customers with their orders and the notes of the agent who confirmed them. */
export async function insertHistory(trx: Knex, context: HistoryContext): Promise<void> {
  for (const customer of customers) {
    const ids = { clientId: idOf(context.clientIds, customer.client), customerId: createId() }
    await insertCustomer(trx, customer, { ...ids, createdAt: new Date(context.now - 120 * dayMs) })
    for (const order of customer.orders) await insertOrder(trx, { ...ids, customer, order, context })
  }
}

type CustomerIds = { clientId: string; customerId: string }

async function insertCustomer(
  trx: Knex,
  customer: PastCustomer,
  { clientId, customerId, createdAt }: CustomerIds & { createdAt: Date },
) {
  await trx('customers').insert({
    id: customerId,
    client_id: clientId,
    name: customer.name,
    email: customer.email ?? null,
    city: customer.city,
    region: customer.region,
    address: customer.address ?? null,
    note: customer.note ?? null,
    created_at: createdAt,
  })
  await trx('customer_phones').insert({ client_id: clientId, number: customer.phone, customer_id: customerId })
}

type OrderContext = CustomerIds & { customer: PastCustomer; order: PastOrder; context: HistoryContext }

async function insertOrder(trx: Knex, { clientId, customerId, customer, order, context }: OrderContext): Promise<void> {
  const id = createId()
  const receivedAt = context.now - order.daysAgo * dayMs
  const after = (minutes: number) => new Date(receivedAt + minutes * minuteMs)
  const isConfirmed = order.status === 'confirmed'
  await trx('orders').insert({
    id,
    client_id: clientId,
    external_id: `demo-${order.number}`,
    number: order.number,
    customer_id: customerId,
    phone: customer.phone,
    status: order.status,
    items: toJson(order.items),
    total_minor: order.items.reduce((sum, item) => sum + item.quantity * item.priceMinor, 0),
    currency: 'UAH',
    delivery: toJson({ city: customer.city, region: customer.region, comment: order.note }),
    marketing_consent: true,
    placed_at: after(-1),
    received_at: after(0),
    first_dial_at: after(2),
    contacted_at: after(3),
    confirmed_at: isConfirmed ? after(6) : null,
    handed_over_at: isConfirmed ? after(6) : null,
    attempts_made: 1,
    cancel_reason: order.cancelReason ?? null,
    responsible_id: context.agentId,
  })
  const event = { order_id: id, call_id: null }
  await trx('order_events').insert([
    { ...event, id: createId(), kind: 'received', text: '', author_id: null, at: after(0) },
    { ...event, id: createId(), kind: 'note', text: order.note, author_id: context.agentId, at: after(5) },
    {
      ...event,
      id: createId(),
      kind: order.status,
      text: order.cancelReason ?? '',
      author_id: context.agentId,
      at: after(6),
    },
  ])
}

function idOf(ids: Map<string, string>, code: string): string {
  const id = ids.get(code)
  if (id === undefined) throw new Error(`the demo has no client ${code}`)
  return id
}
