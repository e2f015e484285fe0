import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CampaignProgress, DialRecordView, Page } from '@orderline/domain/contract'
import { makeCampaign } from './testing/campaigns.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { expectTalk } from './testing/audio.ts'
import { formsOn } from './testing/forms.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

let stage: Stage
let marko: Desk
let sofia: ReturnType<typeof formsOn>

beforeAll(async () => {
  stage = await openStage('campaign-ends', { environment: { DIAL_RING_SECONDS: '15' } })
  marko = await openDesk(stage, 'agent')
  sofia = formsOn((await stage.seat('supervisor', '/campaigns')).page)
})
afterAll(() => stage.close())
photographFailures(() => stage)

const status = (value: string) => sofia.page.locator(`[data-testid="campaign-page"][data-status="${value}"]`).waitFor()
const campaignPath = (part: string) => `/api/campaigns/${sofia.page.url().split('/').at(-1) ?? ''}/${part}`
const progress = () => ask<CampaignProgress>(sofia.page, campaignPath('progress'))
const statuses = async () => {
  const { items } = await ask<Page<DialRecordView>>(sofia.page, campaignPath('records'))
  return Object.fromEntries(items.map((record) => [record.number, record.status]))
}

it('CC-34: a drained campaign lets the conversation go on, and begins no other', async () => {
  const [first, second] = ['+380501116100', '+380501116200']
  const campaign = await makeCampaign(stage, sofia, { name: 'To be drained', numbers: [first, second] })
  await sofia.page.goto(`/campaigns/${campaign.id}`)
  await marko.goReady()
  await sofia.id('campaign-start').click()
  await sofia.id('dialog-confirm').click()
  await marko.card('talking')
  await sofia.id('campaign-drain').click()
  await sofia.id('dialog-confirm').click()
  await status('draining')
  await expectTalk(marko.page)
  await marko.hangUp()
  await marko.finish('info-given')
  await marko.state('ready')
  // What it began is over, and the agent is free: it begins nothing more.
  await status('finished')
  await marko.state('ready')
  expect(await statuses()).toEqual({ [first]: 'done', [second]: 'new' })
})

it('CC-34: a campaign without agents plays its message; the customer’s key is written down, and the record is done', async () => {
  const presses = '+380671550111' // Answers and presses the 1.
  await sofia.page.goto('/campaigns/new')
  await sofia.fill({ Name: 'Delivery reminder', From: '00:00', Until: '24:00' })
  await sofia.id('field-clientId').click()
  await sofia.page.getByRole('option', { name: 'Vesna' }).click()
  await sofia.id('field-queueId').click()
  await sofia.page.getByRole('option', { name: 'Electronics', exact: true }).click()
  await sofia.id('mode-agentless').click()
  await sofia.page.getByRole('radio', { name: /Uploaded list/ }).click()
  await sofia.id('field-announcement').fill('basic-pbx-ivr-main')
  await sofia.id('key-add').click()
  await sofia.id('record-save').click()
  await status('draft')
  const list = { name: 'reminders.csv', mimeType: 'text/csv', buffer: Buffer.from(`phone\n${presses}\n`) }
  await sofia.id('import-file').setInputFiles(list)
  await sofia.page.locator('[data-testid="import"][data-state="done"]').waitFor()
  await sofia.id('campaign-start').click()
  await sofia.id('dialog-confirm').click()
  await expect.poll(async () => (await progress()).outcomes, { timeout: 40_000 }).toMatchObject({ answered: 1 })
  expect(await statuses()).toEqual({ [presses]: 'done' })
  await marko.state('ready')
})
