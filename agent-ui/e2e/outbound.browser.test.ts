import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AgentDesktop, ClientView, OrderView, Page, WebhookSecretsView } from '@orderline/domain/contract'
import { expectPlays, expectTalk } from './testing/audio.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { openHeadsets } from './testing/headsets.ts'
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

it('RS-21, RS-22, RS-37, RS-40: list and page of an order show who ordered, what, for how much, and where from', async () => {
  const { page, close } = await stage.seat('supervisor', '/orders')
  const told = ['Ганна Коваль', '+380 50 111 22 00', 'google · cpc · spring · banner · чайник']
  const row = page.getByTestId('table-row').filter({ hasText: 'T-2200' })
  for (const text of told) await row.getByText(text).waitFor()
  await row.click()
  const order = page.getByTestId('order-page')
  for (const text of [...told.slice(0, 2), 'google', 'cpc', 'spring', 'banner', 'чайник'])
    await order.locator('dd').getByText(text, { exact: true }).waitFor()
  const [item] = await order.getByTestId('order-items').locator('tbody tr').all()
  expect(await item?.locator('td').allInnerTexts()).toMatchObject([
    expect.stringContaining('Чайник'),
    '1',
    expect.stringContaining('999'),
    expect.stringContaining('999'),
  ])
  await close()
})

it('RS-01: one screen has the call, its recording, the order and where the order came from', async () => {
  const { page, close } = await stage.seat('supervisor', '/calls')
  await page.getByTestId('table-row').filter({ hasText: '+380 50 111 22 00' }).click()
  const call = page.getByTestId('call-page')
  await call.getByText('Marko Kovalenko').first().waitFor()
  await expectPlays(call.getByTestId('recording-player'))
  const order = call.getByTestId('call-order')
  await order.getByText('T-2200').waitFor()
  for (const text of ['VE-101', 'google', 'cpc', 'spring']) await order.getByText(text).waitFor()
  await close()
})

it('RS-18: the card of a customer has the number, the address that was agreed, the order and the talk', async () => {
  const { page, close } = await stage.seat('supervisor', '/customers')
  await page.getByTestId('table-row').filter({ hasText: '+380 50 111 22 00' }).click()
  const card = page.getByTestId('customer-page')
  await card.getByText('+380 50 111 22 00').waitFor()
  await expect.poll(() => card.getByTestId('customer-name').inputValue()).toBe('Ганна Коваль')
  expect(await card.getByTestId('customer-address').inputValue()).toBe('вул. Хрещатик, 1')
  await card.getByRole('link', { name: 'T-2200' }).waitFor()
  await card.getByTestId('timeline').getByText('Marko Kovalenko').first().waitFor()
  await close()
})

it('CC-02: an order that waits is given to one of two agents who become ready at once, and to no other', async () => {
  const iryna = await openDesk(stage, 'iryna')
  const both = [marko, iryna]
  await iryna.goReady()
  for (const desk of both) await desk.goOnBreak('lunch')
  const { id } = await pushOrder(stage, { shop: 'dimsad', phone: '+380501112300' })
  expect(await orderOf(stage, 'dimsad', id)).toMatchObject({ status: 'new', attempts: [] })
  await Promise.all(both.map((desk) => desk.id('state-ready').click()))
  const statesOfBoth = () => Promise.all(both.map((desk) => desk.id('agent-state').getAttribute('data-state')))
  await expect.poll(async () => (await statesOfBoth()).toSorted(), patience).toEqual(['ready', 'talking'])
  expect((await orderOf(stage, 'dimsad', id)).attempts).toHaveLength(1)
  const states = await statesOfBoth()
  for (const desk of both.filter((_, index) => states[index] === 'talking')) {
    await desk.hangUp()
    await desk.finish('info-given')
  }
  await iryna.goOnBreak('lunch')
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

it('CC-37: who has no microphone is given no customer, and is given one as soon as there is a microphone', async () => {
  const headset = await openHeadsets(marko.page)
  await marko.phone('ready')
  await headset.unplug('all')
  await expect.poll(async () => (await ask<AgentDesktop>(marko.page, '/api/agent/desktop')).agent.roomReady).toBe(false)
  const { id } = await pushOrder(stage, { shop: 'vesna', phone: '+380501112400' })
  await headset.plugIn()
  await marko.card('talking')
  await expectTalk(marko.page)
  expect((await orderOf(stage, 'vesna', id)).attempts).toHaveLength(1)

  await headset.unplug('all')
  await marko.id('banner-microphone').waitFor()
  expect(await marko.id('phone-status').getAttribute('data-leg')).toBe('up')
  await headset.plugIn()
  await expectTalk(marko.page)
  expect((await orderOf(stage, 'vesna', id)).attempts).toHaveLength(1)
  await marko.hangUp()
  await marko.finish('info-given')
})

it('the system’s own microphone that was unplugged is asked for anew when devices change, and one is open at a time', async () => {
  const headset = await openHeadsets(marko.page)
  await marko.phone('ready')
  for (const change of [() => headset.unplug('Fake Default Audio Input'), () => headset.plugIn()]) {
    const before = await headset.opened()
    await change()
    await expect.poll(() => headset.opened()).toBeGreaterThan(before)
    await expect.poll(() => headset.live()).toBe(1)
    await marko.phone('ready')
  }
  expect(await marko.id('banner-stand-in').count()).toBe(0)
})
