import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallDetailView, CallRecordView, Page } from '@orderline/domain/contract'
import { expectTalk } from './testing/audio.ts'
import { callShop, packetsAtAsterisk } from './testing/callers.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

let stage: Stage
let olena: Desk

beforeAll(async () => {
  stage = await openStage('inbound')
  olena = await openDesk(stage, 'olena')
  await olena.goReady()
})
afterAll(() => stage.close())
photographFailures(() => stage)

it('CC-17, CC-25: the card comes before the ring, both hear each other, a reload in mid-typing loses nothing', async () => {
  await callShop(stage, { shop: 'vesna', from: '+380671112233', name: 'Petro' })
  await olena.card('offering')
  await olena.id('card').getByText('+380 67 111 22 33').waitFor()
  await olena.answer()
  await expectTalk(olena.page)
  const counted = await packetsAtAsterisk(stage, 'PJSIP/')
  expect(counted.rxcount).toBeGreaterThan(25)
  expect(counted.txcount).toBeGreaterThan(25)
  await olena.page.screenshot({ path: '/tmp/e2e/inbound-talk.png' })

  await olena.id('q-comment').fill('Asks about the kettle')
  await olena.saved()
  await olena.id('q-customerName').fill('')
  await olena.id('q-customerName').pressSequentially('Петро Іваненко')
  await olena.page.reload()
  await expect.poll(() => olena.id('q-customerName').inputValue()).toBe('Петро Іваненко')
  await expect.poll(() => olena.id('q-comment').inputValue()).toBe('Asks about the kettle')
  await olena.page.screenshot({ path: '/tmp/e2e/inbound-reload.png' })
  await olena.saved()
})

it('CC-14, CC-28: the reloaded page gets its caller again; hang-up, wrap-up with a disposition, ready', async () => {
  const callId = await olena.callId()
  await olena.finish('other')
  await olena.answer()
  expect(await olena.callId()).toBe(callId)
  expect(await olena.id('q-comment').inputValue()).toBe('Asks about the kettle')
  await expectTalk(olena.page)
  await olena.hangUp()
  await olena.finish('info-given', 'Told the price')
  const sofia = await stage.seat('supervisor', '/calls')
  await expect
    .poll(async () => (await ask<CallDetailView>(sofia.page, `/api/calls/${callId}`)).disposition)
    .toBe('info-given')
  const record = await ask<CallDetailView>(sofia.page, `/api/calls/${callId}`)
  console.log(JSON.stringify(record, null, 1))
  await sofia.close()
})
