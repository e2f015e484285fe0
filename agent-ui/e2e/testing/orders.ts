import { randomUUID } from 'node:crypto'
import type { OrderView } from '@orderline/domain/contract'
import type { Stage } from './stage.ts'

type Wish = { shop: string; phone: string; name?: string }

/** A shop pushes an order, as its programmers would. The last digit of the number decides what the customer does. */
export async function pushOrder(stage: Stage, { shop, phone, name = 'Ганна Коваль' }: Wish): Promise<OrderView> {
  const response = await fetch(`${stage.url}/api/v1/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stage.shop(shop).apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({
      externalId: randomUUID(),
      number: `T-${phone.slice(-4)}`,
      customer: { name, phone },
      items: [{ sku: 'VE-101', name: 'Чайник', quantity: 1, priceMinor: 99_900 }],
      totalMinor: 99_900,
      currency: 'UAH',
      delivery: { city: 'Київ' },
      source: { source: 'google', medium: 'cpc', campaign: 'spring', content: 'banner', keyword: 'чайник' },
    }),
  })
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as OrderView
}

/** The order as its shop sees it. */
export async function orderOf(stage: Stage, shop: string, orderId: string): Promise<OrderView> {
  const response = await fetch(`${stage.url}/api/v1/orders/${orderId}`, {
    headers: { authorization: `Bearer ${stage.shop(shop).apiKey}` },
  })
  return (await response.json()) as OrderView
}
