import type { WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AgentDesktop, AuditEntryView, CallDetailView, Page } from '@orderline/domain/contract'
import { expectPlays, expectTalk } from './testing/audio.ts'
import { callShop, packetsAtAsterisk, speakToShop } from './testing/callers.ts'
import { ask, openDesk, type Desk } from './testing/desk.ts'
import { openHeadsets } from './testing/headsets.ts'
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

it('AR-27, CC-17, CC-25: the card comes before the ring, both hear each other, a reload in mid-typing loses nothing', async () => {
  await callShop(stage, { shop: 'vesna', from: '+380671112233', name: 'Petro' })
  await olena.card('offering')
  await olena.id('card').getByText('+380 67 111 22 33').waitFor()
  await olena.answer()
  await expectTalk(olena.page)
  const counted = await packetsAtAsterisk(stage, 'PJSIP/')
  expect(counted.rxcount).toBeGreaterThan(25)
  expect(counted.txcount).toBeGreaterThan(25)

  await olena.id('q-comment').fill('Asks about the kettle')
  await olena.saved()
  await olena.id('q-customerName').fill('')
  await olena.id('q-customerName').pressSequentially('Петро Іваненко')
  await olena.page.reload()
  await expect.poll(() => olena.id('q-customerName').inputValue()).toBe('Петро Іваненко')
  await expect.poll(() => olena.id('q-comment').inputValue()).toBe('Asks about the kettle')
  await olena.saved()
})

it('CC-29: the reloaded page gets its caller again; hang-up, wrap-up with a disposition, ready', async () => {
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
  expect(record).toMatchObject({
    direction: 'inbound',
    clientName: 'Vesna Electronics',
    queueName: 'Electronics',
    customerNumber: '+380671112233',
    customerName: 'Petro',
    shopNumber: '+380442000001',
    agentName: 'Олена Ткач',
    status: 'answered',
    disposition: 'info-given',
    note: 'Told the price',
    hasRecording: true,
  })
  expect(record.answeredAt).toBeGreaterThanOrEqual(record.startedAt)
  expect(record.endedAt).toBeGreaterThan(record.answeredAt ?? Infinity)
  expect(record.talkSeconds).toBeGreaterThan(0)
  expect(record.routing[0]).toMatchObject({ chosenAgentName: 'Олена Ткач' })
  await sofia.close()
})

it('RS-07, RS-10: a supervisor reads the record and hears both recordings, before and after the reload; who heard it is written down', async () => {
  const sofia = await stage.seat('supervisor', '/calls')
  await sofia.page.getByTestId('table-row').first().click()
  await sofia.page.getByTestId('call-page').waitFor()
  await sofia.page.getByTestId('call-journal').waitFor()
  const players = await sofia.page.getByTestId('recording-player').all()
  expect(players).toHaveLength(2)
  for (const player of players) await expectPlays(player)
  await sofia.close()

  const ada = await stage.seat('admin', '/admin/audit')
  const { items } = await ask<Page<AuditEntryView>>(ada.page, '/api/admin/audit')
  expect(items.some(({ action, userName }) => action.includes('recording') && userName === 'Sofia Bondar')).toBe(true)
  await ada.page.getByText('Sofia Bondar').first().waitFor()
  await ada.close()
})

async function chooseDevice(kind: string, name: string): Promise<void> {
  await olena.id(`device-${kind}`).click()
  await olena.page.getByRole('option', { name }).click()
}

it('AR-27: a headset that is unplugged in mid-talk silences nobody: another microphone takes its place, and gives it back', async () => {
  const headset = await openHeadsets(olena.page)
  await olena.id('phone-status').click()
  await chooseDevice('microphoneId', 'Fake Audio Input 2')
  await chooseDevice('speakerId', 'Fake Audio Output 2')
  await olena.page.keyboard.press('Escape')
  await callShop(stage, { shop: 'vesna', from: '+380671112255' })
  await olena.answer()
  await expect.poll(() => headset.spokenInto()).toBe('Fake Audio Input 2')

  expect(await headset.heardFrom()).toBe('Fake Audio Output 2')

  await headset.unplug('Fake Audio Output 2')
  await expect.poll(() => headset.heardFrom()).toBeNull()
  await headset.plugIn()
  await expect.poll(() => headset.heardFrom()).toBe('Fake Audio Output 2')
  await headset.unplug('Fake Audio Input 2')
  await olena.id('banner-stand-in').getByText('Fake Default Audio Input').waitFor()
  await expect.poll(() => headset.spokenInto()).toBe('Fake Default Audio Input')
  await expectTalk(olena.page)
  await headset.plugIn()
  await olena.id('banner-stand-in').waitFor({ state: 'detached' })
  await expect.poll(() => headset.spokenInto()).toBe('Fake Audio Input 2')

  await headset.unplug('all')
  await olena.id('banner-microphone').waitFor()
  await olena.card('talking')
  await headset.plugIn()
  await olena.id('banner-microphone').waitFor({ state: 'detached' })
  await expectTalk(olena.page)
  await olena.hangUp()
  await olena.finish('other')

  const canTakeCalls = async () => (await ask<AgentDesktop>(olena.page, '/api/agent/desktop')).queues[0]?.readyAgents
  await expect.poll(canTakeCalls).toBe(1)
  await headset.unplug('all')
  await expect.poll(canTakeCalls).toBe(0)
  await headset.plugIn()
  await expect.poll(canTakeCalls).toBe(1)
})

it('AR-27: who logs in once more in the same browser keeps the customer: the call rings again', async () => {
  const sockets: WebSocketRoute[] = []
  const left = new Set<WebSocketRoute | undefined>()
  await olena.page.routeWebSocket(/\/sip$/, (socket) => {
    sockets.push(socket)
    const server = socket.connectToServer()
    socket.onClose(() => {
      left.add(socket)
      void server.close()
    })
  })
  await olena.page.reload()
  await callShop(stage, { shop: 'vesna', from: '+380671112266' })
  await olena.answer()
  await expectTalk(olena.page)
  const callId = await olena.callId()
  const again = await olena.page.request.post('/api/session', { data: stage.users['olena'] })
  expect(again.ok()).toBe(true)
  // The phone asks to be registered once more, and learns that its account is gone.
  const next = sockets.length
  await sockets.at(-1)?.close()
  await olena.state('wrap-up')
  // The former account takes its leave when the new one is at work already.
  await expect.poll(() => left.has(sockets[next]), { timeout: 20_000 }).toBe(true)
  await olena.phone('ready')
  await olena.finish('other')
  await olena.answer()
  expect(await olena.callId()).toBe(callId)
  await expectTalk(olena.page)
  await olena.hangUp()
  await olena.finish('other')
})

it('AR-27: the customer of an agent whose browser dies in mid-talk is not left in silence: another agent gets the call', async () => {
  await speakToShop(stage, 'vesna', '+380671112244')
  await olena.answer()
  await expectTalk(olena.page)
  const marko = await openDesk(stage, 'agent')
  const devTools = await olena.page.context().newCDPSession(olena.page)
  // Nothing answers this any more.
  devTools.send('Page.crash').catch(() => undefined)
  await marko.goReady()
  await expect.poll(() => marko.id('card').count(), { timeout: 90_000 }).toBe(1)
  await marko.answer()
  await expectTalk(marko.page)
  await marko.hangUp()
})
