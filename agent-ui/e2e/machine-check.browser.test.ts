import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CampaignProgress } from '@orderline/domain/contract'
import { makeCampaign } from './testing/campaigns.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { formsOn } from './testing/forms.ts'
import { openRecords } from './testing/records.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

/** An answering machine, and a person who talks without a pause: Asterisk takes both for machines. */
const machine = '+380501113108'
const talker = '+380501113110'

let stage: Stage
let marko: Desk
let sofia: ReturnType<typeof formsOn>
let campaign: Awaited<ReturnType<typeof makeCampaign>>

beforeAll(async () => {
  stage = await openStage('machine-check', { environment: { DIAL_RING_SECONDS: '15' } })
  sofia = formsOn((await stage.seat('supervisor', '/campaigns')).page)
  marko = await openDesk(stage, 'agent')
})
afterAll(() => stage.close())
photographFailures(() => stage)

const asks = (check: string) => marko.page.locator(`[data-testid="machine-check"][data-check="${check}"]`).waitFor()
const detection = async () => (await ask<CampaignProgress>(sofia.page, campaign.path('progress'))).detection

it('the card asks whether it is a person or a machine; one key answers, and the outcome is chosen', async () => {
  const wish = { mode: 'predictive', detectMachines: true, machineSampleOneIn: 1 } as const
  campaign = await makeCampaign(stage, sofia, { name: 'Detected', numbers: [machine, talker], ...wish })
  await marko.goReady()
  await campaign.act('start')
  await asks('asked')
  await marko.page.keyboard.press('Alt+KeyV')
  await asks('machine')
  await marko.hangUp()
  await marko.pressed('wrapup-disposition-machine')
  await marko.id('wrapup-finish').click()
  await expect.poll(detection, { timeout: 20_000 }).toMatchObject({ passed: 1, judgedMachines: 1 })
})

it('a person who was taken for a machine is counted by one click', async () => {
  await asks('asked')
  await marko.id('machine-check-person').click()
  await asks('person')
  await marko.hangUp()
  await marko.finish('info-given')
  await expect.poll(detection, { timeout: 20_000 }).toMatchObject({ passed: 2, judgedPersons: 1, judgedMachines: 1 })
})

it('PACING: the supervisor sees how many of the abandoned are estimated from the errors of the detection', async () => {
  const db = openRecords(stage)
  // The calls may have been in two hours.
  await db('campaign_hours').where({ campaign_id: campaign.id }).limit(1).update({ machines_hung_up: 10 })
  await db.destroy()
  await sofia.page.goto(`/campaigns/${campaign.id}`)
  await expect
    .poll(() => sofia.id('campaign-detection').innerText(), { timeout: 20_000 })
    .toContain('1 of 2 were people')
  await expect
    .poll(() => sofia.id('campaign-page').innerText(), { timeout: 20_000 })
    .toContain('of these 5 estimated from the errors of the machine detection')
})
