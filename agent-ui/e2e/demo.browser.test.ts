import { afterAll, beforeAll, it } from 'vitest'
import { expectTalk } from './testing/audio.ts'
import { deskOn, type Desk } from './testing/desk.ts'
import { openStage, photographFailures, type Seat, type Stage } from './testing/stage.ts'

let stage: Stage
let demo: Seat
let marko: Desk

beforeAll(async () => {
  stage = await openStage('demo')
  demo = await stage.openPage('/demo')
  // As the page's first step has it: a second tab of the same browser.
  const opened = demo.context.waitForEvent('page')
  await demo.page.getByTestId('demo-be-agent').click()
  marko = deskOn({ ...demo, page: await opened })
  await marko.goReady()
})
afterAll(() => stage.close())
photographFailures(() => stage)

const phone = (state: string) => demo.page.locator(`[data-testid="demo-phone"][data-state="${state}"]`).waitFor()

it('one person plays shop, customer and agent: order, ring, talk, confirmation, webhooks', async () => {
  await phone('idle')
  await demo.page.getByTestId('demo-order').click()
  await phone('ringing')
  await demo.page.getByTestId('demo-answer').click()
  await phone('talking')
  await marko.card('talking')
  await expectTalk(marko.page)
  await expectTalk(demo.page)

  await marko.id('q-deliveryMethod').getByText('Pick-up').click()
  await marko.id('q-confirmed-true').click()
  await marko.id('confirm-order').click()
  await marko.id('questionnaire-completed').waitFor()
  const webhooks = demo.page.getByTestId('demo-webhook')
  await webhooks.filter({ hasText: 'order.confirmed' }).waitFor()
  await webhooks.filter({ hasText: 'delivery.requested' }).waitFor()
  await marko.hangUp()
  await marko.finish('confirmed')
  await phone('idle')
})

it('the customer’s phone calls a shop, and the agent answers it', async () => {
  await demo.page.getByTestId('demo-call-vesna').click()
  await marko.answer()
  await phone('talking')
  await expectTalk(marko.page)
  await demo.page.getByTestId('demo-hang-up').click()
  await phone('idle')
  await marko.finish('info-given')
})

it('a simulated customer calls', async () => {
  await demo.page.getByTestId('demo-simulate').first().click()
  await marko.answer()
  await expectTalk(marko.page)
  await marko.hangUp()
  await marko.finish('other')
})
