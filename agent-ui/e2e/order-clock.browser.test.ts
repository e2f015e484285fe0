import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '@orderline/db'
import { formsOn } from './testing/forms.ts'
import { pushOrder } from './testing/orders.ts'
import { openRecords } from './testing/records.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

const minuteMs = 60_000
let stage: Stage
let db: Database
let sofia: ReturnType<typeof formsOn>

beforeAll(async () => {
  stage = await openStage('order-clock')
  db = openRecords(stage)
  sofia = formsOn((await stage.seat('supervisor', '/order-clock', { timezoneId: zoneAtNoon() })).page)
})
afterAll(async () => {
  await db?.destroy()
  await stage.close()
})
photographFailures(() => stage)

/** Where it is about noon, so that what came minutes ago came on the same day. The sign is POSIX's: west is positive. */
function zoneAtNoon(): string {
  const hoursToNoon = 12 - new Date().getUTCHours()
  return `Etc/GMT${hoursToNoon > 0 ? `-${hoursToNoon}` : `+${-hoursToNoon}`}`
}

/** The order came so many minutes ago, and nobody was there to call. */
async function age(orderId: string, minutes: number): Promise<void> {
  await db('orders')
    .where({ id: orderId })
    .update({ received_at: new Date(Date.now() - minutes * minuteMs) })
}
const risk = (number: string) => sofia.id('clock-risk').filter({ hasText: number })
const task = (number: string) => sofia.id('task').filter({ hasText: number })

it('CC-48: an order that nobody has called for six minutes is shown as one that will hardly make its fifteen', async () => {
  const { id } = await pushOrder(stage, { shop: 'vesna', phone: '+380501115300' })
  await age(id, 6)
  await risk('T-5300').waitFor()
  await risk('T-5300').getByText('nobody has called yet').waitFor()
})

it('CC-48: an order that is late alerts the supervisor and is a task, until somebody says that it is done', async () => {
  const { id } = await pushOrder(stage, { shop: 'vesna', phone: '+380501115400' })
  await age(id, 16)
  await sofia.page.getByText('Order T-5400 of Vesna Electronics missed its 15 minutes').first().waitFor()
  await task('T-5400').waitFor()
  expect(await risk('T-5400').count()).toBe(0)
  await task('T-5400').getByTestId('task-done').click()
  await task('T-5400').waitFor({ state: 'detached' })
  await sofia.page.reload()
  await sofia.id('order-clock-page').waitFor()
  await risk('T-5300').waitFor()
  expect(await task('T-5400').count()).toBe(0)
})
