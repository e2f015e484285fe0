import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '@orderline/db'
import { expectPlays, expectTalk } from './testing/audio.ts'
import { openDesk, type Desk } from './testing/desk.ts'
import { formsOn } from './testing/forms.ts'
import { openRecords } from './testing/records.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

/** The last digit says what the customer does: all of these answer. Nobody has them. */
const [first, second, third] = ['+380501115100', '+380501115200', '+380501115300']

let stage: Stage
let db: Database
let marko: Desk
let admin: ReturnType<typeof formsOn>

beforeAll(async () => {
  stage = await openStage('hand-calls', { environment: { DIAL_RING_SECONDS: '15' } })
  db = openRecords(stage)
  marko = await openDesk(stage, 'agent')
  admin = formsOn((await stage.seat('admin', '/admin/clients')).page)
  await marko.goReady()
})
afterAll(async () => {
  await db?.destroy()
  await stage.close()
})
photographFailures(() => stage)

/** Types the number of Vesna's into the form at the desk. */
async function typeNumber(number: string): Promise<void> {
  await marko.id('hand-call-new').click()
  await marko.id('field-number').fill(number)
  await marko.id('field-clientId').click()
  await marko.page.getByRole('option', { name: 'Vesna' }).click()
  await marko.id('hand-call-unknown').waitFor()
}
/** The same on a page that is loaded afresh; what the form says then. */
async function typeAnew(): Promise<string> {
  await marko.page.reload()
  await marko.phone('ready')
  await typeNumber('050 111 53 00')
  return marko.id('hand-call-unknown').innerText()
}
const customersOf = (number: string) => db('customer_phones').where({ number })
const ordersOf = (phone: string) => db('orders').where({ phone })

it('RS-44: an agent dials an unknown number, and nobody is made of it by talking alone', async () => {
  await typeNumber('050 111 51 00')
  await marko.id('record-save').click()
  await marko.card('talking')
  await expectTalk(marko.page)
  await marko.id('hand-call-card').waitFor()
  const callId = await marko.callId()
  await marko.hangUp()
  await marko.finish('info-given')
  // What is made of a call is written with its end.
  const isOver = async () => (await db('calls').where({ id: callId }).first())?.ended_at
  await expect.poll(isOver, { timeout: 20_000 }).toBeInstanceOf(Date)
  expect([await customersOf(first), await ordersOf(first), await db('tasks')]).toEqual([[], [], []])
})

it('RS-44: why a number is not reached is said, and the next call may come', async () => {
  await typeNumber('050 111 51 05')
  await marko.id('record-save').click()
  await marko.page.getByText('+380 50 111 51 05: the line is busy.').first().waitFor()
  await marko.state('ready')
})

it('RS-33, RS-34, RS-44: who it is is entered in the call, and the task with the recording stands among the done ones', async () => {
  await typeNumber('050 111 52 00')
  await marko.id('record-save').click()
  await marko.card('talking')
  const card = marko.id('hand-call-card')
  await card.getByTestId('field-name').fill('Ірина Бондар')
  await card.getByTestId('field-about').fill('catalogue')
  await marko.id('hand-call-save').click()
  await marko.id('hand-call-card').waitFor({ state: 'detached' })
  expect(await marko.id('card-customer').innerText()).toBe('Ірина Бондар')
  await marko.hangUp()
  await marko.finish('info-given')
  expect([(await customersOf(second)).length, await ordersOf(second)]).toEqual([1, []])
  const tasks = formsOn(await marko.context.newPage())
  await tasks.page.goto('/tasks')
  await tasks.page.getByRole('tab', { name: 'Done' }).click()
  await expectPlays(tasks.row('Ірина Бондар · catalogue').locator('audio'))
  await tasks.page.close()
})

it('RS-45: where the shop wants it so, dialling makes a customer and an order, and the card shows it', async () => {
  await admin.row('Vesna').click()
  await admin.page.getByRole('switch', { name: 'Dialling an unknown number makes customer and order' }).click()
  await admin.id('record-save').click()
  const isOn = async () => (await db('clients').where({ code: 'vesna' }).first())?.hand_call_makes_order
  await expect.poll(isOn, { timeout: 20_000 }).toBe(true)
  // The backend learns of the setting a moment after it was saved; the form says when it has.
  await expect.poll(typeAnew, { timeout: 20_000 }).toContain('wants a customer and an order')
  await marko.id('record-save').click()
  await marko.card('talking')
  const [order] = await ordersOf(third)
  expect(order).toMatchObject({ status: 'exhausted', campaign_id: null })
  expect(await marko.id('card').innerText()).toContain(order?.number)
  await marko.hangUp()
  await marko.finish('info-given')
  await expect.poll(() => db('tasks').where({ order_id: order!.id }), { timeout: 20_000 }).toHaveLength(1)
})
