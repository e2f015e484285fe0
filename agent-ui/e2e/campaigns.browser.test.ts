import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CampaignProgress, DialRecordView, Page } from '@orderline/domain/contract'
import { expectTalk } from './testing/audio.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { formsOn } from './testing/forms.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

/** The last digit says what the customer does: all of these answer. The fourth line is the first one again. */
const list = `phone;name;city
+380501113100;Олена Гнатюк;Київ
+380501113101;Тарас Мельник;Львів
it rains today;Nobody;
0501113100;Олена ще раз;Київ
`
const number = (at: number) => `+38050111320${at}`
const more = ['phone,name', ...[0, 1].map((at) => `${number(at)},Customer ${at}`)].join('\n')

let stage: Stage
let marko: Desk
let sofia: ReturnType<typeof formsOn>

beforeAll(async () => {
  stage = await openStage('campaigns', { environment: { DIAL_RING_SECONDS: '15' } })
  sofia = formsOn((await stage.seat('supervisor', '/campaigns')).page)
  marko = await openDesk(stage, 'agent')
})
afterAll(() => stage.close())
photographFailures(() => stage)

const campaignId = () => sofia.page.url().split('/').at(-1) ?? ''
const progressOf = () => ask<CampaignProgress>(sofia.page, `/api/campaigns/${campaignId()}/progress`)
const status = (value: string) => sofia.page.locator(`[data-testid="campaign-page"][data-status="${value}"]`).waitFor()

async function upload(name: string, text: string): Promise<void> {
  await sofia.id('import-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await sofia.page.locator('[data-testid="import"][data-state="done"]').filter({ hasText: name }).waitFor()
}

async function switchMode(name: string): Promise<void> {
  await sofia.id('campaign-mode').click()
  await sofia.page.getByRole('option', { name, exact: true }).click()
  await sofia.id('dialog-confirm').click()
  await sofia.id('campaign-mode').getByText(name).waitFor()
}

it('a supervisor makes a predictive campaign; settings that contradict are said at their field', async () => {
  await sofia.id('record-new').click()
  await sofia.fill({ Name: 'Spring sale', From: '20:00', Until: '09:00' })
  await sofia.id('field-clientId').click()
  await sofia.page.getByRole('option', { name: 'Vesna' }).click()
  await sofia.id('field-queueId').click()
  await sofia.page.getByRole('option', { name: 'Electronics', exact: true }).click()
  await sofia.id('mode-predictive').click()
  await sofia.page.getByRole('radio', { name: /Uploaded list/ }).click()
  await sofia.id('record-save').click()
  await expect.poll(() => sofia.problemOf('Until')).toContain('later than the beginning')
  await sofia.fill({ From: '00:00', Until: '24:00' })
  await sofia.id('record-save').click()
  await status('draft')
})

it('CC-38: an uploaded list says which lines were not taken, and is not added twice', async () => {
  await upload('spring.csv', list)
  const counts = () => Promise.all(['added', 'repeated', 'refused'].map((one) => sofia.id(`import-${one}`).innerText()))
  expect(await counts()).toEqual(['2', '1', '1'])
  await sofia.id('import-errors').click()
  expect(await sofia.id('import-error').locator('td').allInnerTexts()).toEqual([
    '4',
    'phone',
    'Not a telephone number: “it rains today”',
  ])
  await sofia.row('Олена Гнатюк').waitFor()
  await upload('again.csv', list)
  expect(await sofia.id('import-added').first().innerText()).toBe('0')
  await expect.poll(async () => (await progressOf()).left).toBe(2)
})

it('CC-34, CC-41, CC-42, CC-43: the campaign runs; who answers talks with the agent, whose card shows the campaign’s customer', async () => {
  await marko.goReady()
  await sofia.id('campaign-start').click()
  await sofia.id('dialog-confirm').click()
  await status('running')
  await marko.card('talking')
  await expectTalk(marko.page)
  await expect.poll(() => marko.id('card').innerText()).toContain('50 111 31 00')
  await expect.poll(async () => (await progressOf()).live?.talking).toBe(1)
  await sofia.id('campaign-reasons').waitFor()
})

it('a pause holds within a second and cuts nobody off', async () => {
  await sofia.id('campaign-pause').click()
  await status('paused')
  await expectTalk(marko.page)
  await marko.hangUp()
  await marko.finish('info-given')
  await marko.state('ready')
  await expect.poll(async () => (await progressOf()).outcomes['answered']).toBe(1)
})

it('the mode changes while it runs: in preview nothing is dialled before the agent has read the card', async () => {
  await upload('more.csv', more)
  await switchMode('Preview')
  await sofia.id('campaign-resume').click()
  await status('running')
  await marko.id('preview').waitFor()
  await marko.page.keyboard.press('Enter')
  await marko.card('talking')
  await expectTalk(marko.page)
  await marko.hangUp()
  await marko.finish('info-given')
})

it('a previewed customer is skipped with a reason, and a stopped campaign calls nobody any more', async () => {
  await marko.id('preview').waitFor()
  await sofia.id('campaign-stop').click()
  await sofia.id('dialog-confirm').click()
  await status('stopped')
  await marko.id('preview-skip').click()
  await marko.id('skip-notNow').click()
  await marko.backToReady()
  const { items } = await ask<Page<DialRecordView>>(sofia.page, `/api/campaigns/${campaignId()}/records`)
  const talked = items.filter(({ lastOutcome }) => lastOutcome === 'answered').length
  expect(talked).toBe(2)
})
