import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '@orderline/db'
import type { CampaignProgress, DialRecordView, DoNotCallView, Page } from '@orderline/domain/contract'
import { expectTalk } from './testing/audio.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { formsOn } from './testing/forms.ts'
import { makeCampaign } from './testing/campaigns.ts'
import { openRecords } from './testing/records.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

/** The last digit says what the customer does: all of these answer. */
const promised = '+380501114100'
const [unwanted, wanted] = ['+380501114200', '+380501114300']

let stage: Stage
let db: Database
let marko: Desk
let olena: Desk
let markoPage: ReturnType<typeof formsOn>
let sofia: ReturnType<typeof formsOn>

beforeAll(async () => {
  stage = await openStage('promises', { environment: { DIAL_RING_SECONDS: '15' } })
  db = openRecords(stage)
  marko = await openDesk(stage, 'agent')
  olena = await openDesk(stage, 'olena')
  markoPage = formsOn(await marko.context.newPage())
  sofia = formsOn((await stage.seat('supervisor', '/do-not-call')).page)
})
afterAll(async () => {
  await db?.destroy()
  await stage.close()
})
photographFailures(() => stage)

it('CC-41: an agent promises a call, and it comes at its time, to this agent, with the customer’s card', async () => {
  await markoPage.page.goto('/callbacks')
  await markoPage.id('callback-new').click()
  await markoPage.id('field-number').fill('050 111 41 00')
  await markoPage.id('field-name').fill('Галина Шевчук')
  await markoPage.id('field-clientId').click()
  await markoPage.page.getByRole('option', { name: 'Vesna' }).click()
  await markoPage.id('callback-quarterHour').click()
  await markoPage.id('field-agentId').click()
  await markoPage.page.getByRole('option', { name: 'Me', exact: true }).click()
  await markoPage.id('record-save').click()
  await markoPage.row('Галина Шевчук').waitFor()
  await markoPage.page.close()
  await olena.goReady()
  await marko.goReady()

  // A quarter of an hour goes by.
  const now = new Date()
  await db('dial_records').where({ number: promised }).update({ promised_at: now, next_attempt_at: now })
  await marko.card('talking')
  await expectTalk(marko.page)
  const card = await marko.id('card').innerText()
  expect(card).toContain('Галина Шевчук')
  expect(card).toContain('50 111 41 00')
  await olena.state('ready')
  await marko.hangUp()
  await marko.finish('info-given')
  await marko.goOnBreak('lunch')
})

it('a supervisor puts numbers on the list of those whom nobody calls: one by hand, others from a file', async () => {
  await sofia.id('field-number').fill('050 111 42 00')
  await sofia.id('do-not-call-add').click()
  // For all shops a number has no country that it could be meant in.
  await sofia.page.getByText('with + and the country code').waitFor()
  await sofia.id('do-not-call-form').getByRole('combobox').click()
  await sofia.page.getByRole('option', { name: 'Vesna' }).click()
  await sofia.id('do-not-call-add').click()
  await sofia.row('50 111 42 00').waitFor()
  const file = 'number\n+380501114201\nnobody\n'
  await sofia.id('import-file').setInputFiles({ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await sofia.page.locator('[data-testid="import"][data-state="done"]').waitFor()
  await sofia.row('50 111 42 01').waitFor()
  expect(await sofia.id('import-refused').innerText()).toBe('1')
})

it('a campaign passes over who is on the list, and calls the others', async () => {
  const { page } = sofia
  const campaign = await makeCampaign(stage, sofia, { name: 'Passes over', numbers: [unwanted, wanted] })
  await olena.goOnBreak('lunch')
  await marko.goReady()
  await campaign.act('start')
  await marko.card('talking')
  expect(await marko.id('card').innerText()).toContain('50 111 43 00')
  await marko.hangUp()
  await marko.finish('info-given')
  const left = async () => (await ask<CampaignProgress>(page, campaign.path('progress'))).left
  await expect.poll(left, { timeout: 20_000 }).toBe(0)
  const { items } = await ask<Page<DialRecordView>>(page, campaign.path('records'))
  expect(Object.fromEntries(items.map(({ number, status }) => [number, status]))).toEqual({
    [unwanted]: 'blocked',
    [wanted]: 'done',
  })
})

it('who is taken off the list may be called again', async () => {
  await sofia.page.goto('/do-not-call')
  await sofia.row('50 111 42 00').getByTestId('do-not-call-remove').click()
  await sofia.id('dialog-confirm').click()
  await sofia.row('50 111 42 00').waitFor({ state: 'detached' })
  const { items } = await ask<Page<DoNotCallView>>(sofia.page, '/api/do-not-call')
  expect(items.map(({ number }) => number)).toEqual(['+380501114201'])
  const campaign = await makeCampaign(stage, sofia, { name: 'Calls again', numbers: [unwanted] })
  await campaign.act('start')
  await marko.card('talking')
  expect(await marko.id('card').innerText()).toContain('50 111 42 00')
  await marko.hangUp()
  await marko.finish('info-given')
})
