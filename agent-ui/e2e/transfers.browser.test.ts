import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectSilence, expectTalk } from './testing/audio.ts'
import { speakToShop } from './testing/callers.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

let stage: Stage
let olena: Desk
let marko: Desk

type Targets = { queues: { id: string; name: string }[]; agents: { id: string; name: string }[] }

beforeAll(async () => {
  stage = await openStage('transfers')
  olena = await openDesk(stage, 'olena')
  marko = await openDesk(stage, 'agent')
  await olena.goReady()
})
afterAll(() => stage.close())
photographFailures(() => stage)

/** Presses a target in the transfer list, by the name that an agent reads. */
async function pass(from: Desk, mode: 'blind' | 'consult', name: string): Promise<void> {
  const { queues, agents } = await ask<Targets>(from.page, '/api/agent/targets')
  const target = [...queues, ...agents].find((one) => one.name === name)
  await from.id('call-transfer').click()
  await from.id(`transfer-${mode}-${target?.id}`).click()
}

it('on hold the agent hears nobody; mute, keys and the pause of the recording answer', async () => {
  await speakToShop(stage, 'vesna', '+380671112240')
  await olena.answer()
  await expectTalk(olena.page)

  await olena.id('call-hold').click()
  await olena.pressed('call-hold')
  await expectSilence(olena.page)
  await olena.id('call-hold').click()
  await expectTalk(olena.page)

  await olena.id('call-mute').click()
  await olena.pressed('call-mute')
  await olena.id('call-mute').click()
  await olena.id('call-keypad').click()
  await olena.id('keypad-5').click()
  await olena.page.keyboard.press('Escape')
  await olena.id('call-recording').click()
  await olena.pressed('call-recording')
  await olena.id('call-recording').click()
})

it('CC-31: a consulted agent hears the asker alone, and is let go again', async () => {
  await marko.goReady()
  await olena.id('q-comment').fill('Питає про гарантію')
  await olena.saved()
  await pass(olena, 'consult', 'Marko Kovalenko')
  await olena.consult('ringing')
  await marko.answer()
  await olena.consult('talking')
  await expectTalk(marko.page)
  await olena.id('consult-cancel').click()
  await olena.id('consult').waitFor({ state: 'detached' })
  await expectTalk(olena.page)
})

it('CC-31: a conference of three, which goes on with the consulted agent when the first one completes it', async () => {
  await marko.backToReady()
  await pass(olena, 'consult', 'Marko Kovalenko')
  await marko.answer()
  await olena.consult('talking')
  await olena.id('consult-conference').click()
  await olena.consult('conference')
  await expectTalk(marko.page)
  await expectTalk(olena.page)
  await olena.id('consult-complete').click()
  await olena.state('wrap-up')
  await expectTalk(marko.page)
  expect(await marko.id('q-comment').inputValue()).toBe('Питає про гарантію')
})

it('CC-31: passed on blindly to an agent, then to a queue; card and answers go with the customer', async () => {
  await olena.finish('other')
  const callId = await marko.callId()
  await pass(marko, 'blind', 'Олена Ткач')
  await olena.answer()
  await expectTalk(olena.page)
  expect(await olena.callId()).toBe(callId)
  expect(await olena.id('q-comment').inputValue()).toBe('Питає про гарантію')
  await marko.finish('other')
  await pass(olena, 'blind', 'Electronics')
  await marko.answer()
  await expectTalk(marko.page)
  expect(await marko.callId()).toBe(callId)
  await marko.hangUp()
  await marko.finish('info-given')
})
