import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClientView, OrderView, Page, WebhookSecretsView } from '@orderline/domain/contract'
import { expectTalk } from './testing/audio.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { openListeningServer, type ListeningServer } from './testing/listening-server.ts'
import { orderOf, pushOrder } from './testing/orders.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

/** For a busy machine; how long it took is printed. */
const patience = { timeout: 20_000 }

let stage: Stage
let marko: Desk
let server: ListeningServer

beforeAll(async () => {
  stage = await openStage('outbound', { environment: { DIAL_RING_SECONDS: '15' } })
  server = await listenToVesna()
  marko = await openDesk(stage, 'agent')
})
afterAll(async () => {
  server?.close()
  await stage.close()
})
photographFailures(() => stage)

/** An administrator tells the shop's webhook addresses by the shop's own form. */
async function listenToVesna(): Promise<ListeningServer> {
  const { page, close } = await stage.seat('admin', '/admin/clients')
  const { items } = await ask<Page<ClientView>>(page, '/api/admin/clients')
  const vesna = items.find(({ code }) => code === 'vesna')
  if (!vesna) throw new Error('no Vesna')
  const secrets = await ask<WebhookSecretsView>(page, `/api/admin/clients/${vesna.id}/webhook-secrets`)
  const opened = await openListeningServer({ '/shop': secrets.shop, '/logistics': secrets.logistics })
  await page.getByTestId('table-row').filter({ hasText: vesna.name }).click()
  await page.getByLabel('Webhook of the shop').fill(opened.url('/shop'))
  await page.getByLabel('Webhook of logistics').fill(opened.url('/logistics'))
  await page.getByTestId('record-save').click()
  await page.locator('[data-testid="record-save"]:disabled').waitFor()
  await close()
  return opened
}

it('CC-37, CC-40, CC-42, CC-43: a shop’s order is dialled for a ready agent, who gets voice and card together', async () => {
  await marko.goReady()
  const order = await pushOrder(stage, { shop: 'vesna', phone: '+380501112200' })
  await marko.card('talking')
  await expectTalk(marko.page)
  await marko.id('card-order').getByText('T-2200').waitFor()
  const { clock } = await orderOf(stage, 'vesna', order.id)
  expect(clock.firstDialAt).toBeGreaterThanOrEqual(clock.receivedAt)
  process.stdout.write(`from the order to its dial: ${Number(clock.firstDialAt) - clock.receivedAt} ms\n`)
})

it('CC-26, CC-28, CC-44, CC-45, CC-47: what the customer confirms reaches shop and logistics, signed', async () => {
  expect(await marko.id('q-city').inputValue()).toBe('Київ')
  await marko.id('confirm-order').click()
  expect(server.find('/logistics', 'delivery.requested')).toBeUndefined()
  await marko.id('q-deliveryMethod').getByText('Courier').click()
  await marko.id('q-address').fill('вул. Хрещатик, 1')
  await marko.id('q-confirmed-true').click()
  await marko.saved()
  const savedAt = Date.now()
  await marko.id('confirm-order').click()
  await marko.id('questionnaire-completed').waitFor()
  await expect.poll(() => server.find('/shop', 'order.confirmed')?.isSigned, patience).toBe(true)
  await expect.poll(() => server.find('/logistics', 'delivery.requested')?.isSigned, patience).toBe(true)
  const arrivedAt = Math.max(...server.received.map(({ at }) => at))
  process.stdout.write(`from the agent’s click to both webhooks: ${arrivedAt - savedAt} ms\n`)
})

it('CC-46, CC-48: hang-up and wrap-up free the agent; the order is handed over and shows its whole clock', async () => {
  await marko.hangUp()
  await marko.finish('confirmed')
  const sofia = await stage.seat('supervisor', '/orders')
  await sofia.page.getByTestId('table-row').filter({ hasText: 'T-2200' }).click()
  await sofia.page.getByTestId('timeline').waitFor()
  const orderId = sofia.page.url().split('/').at(-1) ?? ''
  const order = await ask<OrderView>(sofia.page, `/api/orders/${orderId}`)
  expect(order).toMatchObject({ status: 'confirmed', responsibleName: 'Marko Kovalenko' })
  const { receivedAt, firstDialAt, contactedAt, confirmedAt, handedOverAt } = order.clock
  const moments = [receivedAt, firstDialAt, contactedAt, confirmedAt, handedOverAt]
  expect(moments).toEqual(moments.toSorted((a, b) => Number(a) - Number(b)))
  expect(handedOverAt).not.toBeNull()
  await sofia.close()
})

// What the simulated network does is in the last digits; what each outcome leads to is the retry rule's.
it.each([
  { phone: '+380501112205', outcome: 'busy', cause: 17, status: 'retry' },
  { phone: '+380501112207', outcome: 'congestion', cause: 34, status: 'retry' },
  { phone: '+380501112299', outcome: 'rejected', cause: 21, status: 'retry' },
  { phone: '+380501112298', outcome: 'unallocated', cause: 1, status: 'exhausted' },
  { phone: '+380501112206', outcome: 'no-answer', cause: 19, status: 'retry' },
])('CC-40: $outcome is an attempt with its cause, and the order is $status', async ({ phone, ...expected }) => {
  const { id } = await pushOrder(stage, { shop: 'vesna', phone })
  await expect.poll(() => outcomeOf(id), { timeout: 30_000 }).toEqual(expected)
  const { nextAttemptAt } = await orderOf(stage, 'vesna', id)
  expect(nextAttemptAt !== null).toBe(expected.status === 'retry')
  await marko.state('ready')
})

async function outcomeOf(orderId: string) {
  const { status, attempts } = await orderOf(stage, 'vesna', orderId)
  return { outcome: attempts[0]?.outcome, cause: attempts[0]?.cause, status }
}
