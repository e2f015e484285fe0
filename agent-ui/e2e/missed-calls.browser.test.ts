import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '@orderline/db'
import { runSipp } from '../../bin/lib/sipp.mjs'
import { callShop } from './testing/callers.ts'
import { openDesk, type Desk } from './testing/desk.ts'
import { formsOn } from './testing/forms.ts'
import { openRecords } from './testing/records.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

const minuteMs = 60_000
let stage: Stage
let db: Database
let sofia: ReturnType<typeof formsOn>
/** Serves both shops. */
let marko: Desk
/** Serves Vesna only. */
let olena: Desk

beforeAll(async () => {
  stage = await openStage('missed-calls')
  db = openRecords(stage)
  sofia = formsOn((await stage.seat('supervisor', '/orders')).page)
  marko = await openDesk(stage, 'agent')
  olena = await openDesk(stage, 'olena')
})
afterAll(async () => {
  await db?.destroy()
  await stage.close()
})
photographFailures(() => stage)

/** A customer who hears music, and gives up. */
async function miss(shop: string, caller: string): Promise<void> {
  const target = { port: stage.asterisk.sipPort }
  const call = await runSipp({ scenario: 'caller', target, did: stage.shop(shop).dids[0] ?? '', caller, talkMs: 500 })
  expect(call.messages).toContain('SIP/2.0 200 OK')
}

type Screen = Pick<Desk, 'page' | 'id'>
const waiting = ({ id }: Screen, count: number) =>
  id('nav-waiting-missed-calls').getByText(String(count), { exact: true }).waitFor()
const nothingWaits = ({ id }: Screen) => id('nav-waiting-missed-calls').waitFor({ state: 'detached' })
const line = ({ id }: Screen, number: string) => id('missed-call').filter({ hasText: number })

it('RS-12: a shop whose day has had no calls has no share of missed ones', async () => {
  const shop = await stage.seat('dimsad', '/shop')
  await shop.page.getByTestId('shop-missed').getByText('—').waitFor()
  await shop.close()
})

it('RS-13: a missed call is told at once to who leads and who serves the shop; one click leads to it, and it is called back', async () => {
  await miss('dimsad', '+380671114401')
  await sofia.page.getByText('Dim & Sad: missed call from +380 67 111 44 01').first().waitFor()
  await marko.page.getByText('Dim & Sad: missed call from +380 •• ••• ••01').first().waitFor()
  await waiting(sofia, 1)
  await waiting(marko, 1)
  await miss('vesna', '+380671114402')
  await waiting(sofia, 2)
  // Olena does not serve the other shop.
  await waiting(olena, 1)

  await sofia.page.getByTestId('notice-link').first().click()
  await sofia.page.waitForURL('**/missed-calls?call=*')
  await sofia.page.locator('[data-testid="missed-call"][aria-current="true"]').waitFor()
  const mine = line(sofia, '67 111 44 01')
  await mine.getByTestId('missed-call-back').click()
  await sofia.id('callback-quarterHour').click()
  await sofia.id('record-save').click()
  await mine.getByTestId('missed-promise').waitFor()
  await waiting(sofia, 1)
  await waiting(marko, 1)
})

it('RS-13: an agent calls back a customer whose number is not shown whole', async () => {
  await olena.id('nav-missed-calls').click()
  const mine = line(olena, '02')
  expect(await mine.innerText()).toContain('+380 •• ••• ••02')
  await mine.getByTestId('missed-call-back').click()
  await olena.id('callback-quarterHour').click()
  await olena.id('record-save').click()
  await mine.getByTestId('missed-promise').waitFor()
  await nothingWaits(olena)
  await nothingWaits(sofia)
  expect(await db('dial_records').where({ number: '+380671114402' }).first()).toMatchObject({
    callback_source: 'missed',
  })
})

it('RS-02: who calls again and is answered is no missed call any more', async () => {
  await miss('vesna', '+380671114404')
  await waiting(sofia, 1)
  await line(sofia, '67 111 44 04').waitFor()
  await olena.id('nav-desk').click()
  await olena.goReady()
  const { kill } = await callShop(stage, { shop: 'vesna', from: '+380671114404' })
  await olena.card('offering')
  await olena.answer()
  await nothingWaits(sofia)
  await line(sofia, '67 111 44 04').waitFor({ state: 'detached' })
  await olena.hangUp()
  await olena.finish('info-given')
  kill()
})

it('RS-12: board and shop say what share of the calls of the day was missed', async () => {
  await sofia.page.goto('/board')
  await sofia.id('board-missed').getByText('75%').waitFor()
  for (const [shop, share] of [
    ['dimsad', '100'],
    ['client', '67'],
  ] as const) {
    const seat = await stage.seat(shop, '/shop')
    await seat.page
      .getByTestId('shop-missed')
      .getByText(new RegExp(`^${share}\\s?%$`))
      .waitFor()
    await seat.close()
  }
})

it('RS-02: one that nobody has called back in time alarms and is a task, one for all calls of a number, until it is seen to', async () => {
  for (let times = 0; times < 3; times += 1) await miss('dimsad', '+380671114403')
  await waiting(sofia, 1)
  await db('calls')
    .where({ customer_number: '+380671114403' })
    .update({ started_at: new Date(Date.now() - 16 * minuteMs) })
  await sofia.page.getByText('Dim & Sad: nobody has called +380 67 111 44 03 back in time').first().waitFor()
  await sofia.page.goto('/tasks')
  const task = sofia.row('Missed call: nobody has called back in time')
  await task.waitFor()
  expect(await task.count()).toBe(1)
  await task.getByRole('link').click()
  const mine = line(sofia, '67 111 44 03')
  await mine.getByTestId('missed-late').waitFor()
  await mine.getByTestId('missed-times').getByText('3 calls').waitFor()

  // Whoever was led here is on the line: by the keyboard alone it is seen to.
  await sofia.page.locator('[data-testid="missed-call"]:focus').waitFor()
  for (const next of ['link', 'missed-call-back', 'missed-handle']) {
    await sofia.page.keyboard.press('Tab')
    if (next !== 'link') await sofia.page.locator(`[data-testid="${next}"]:focus`).waitFor()
  }
  await sofia.page.keyboard.press('Enter')
  await nothingWaits(sofia)
  await sofia.page.goto('/tasks?done=1')
  await sofia.row('+380 67 111 4403').getByText('Sofia Bondar').waitFor()
  await sofia.page.goto('/missed-calls')
  await line(sofia, '67 111 44 01').getByTestId('missed-promise').waitFor()
  expect(await line(sofia, '67 111 44 03').count()).toBe(0)
})
