import { afterAll, beforeAll, expect, it } from 'vitest'
import { callShop } from './testing/callers.ts'
import { openDesk, type Desk } from './testing/desk.ts'
import { openStage, photographFailures, type Seat, type Stage } from './testing/stage.ts'
import { runSipp } from '../../bin/lib/sipp.mjs'

let stage: Stage
let sofia: Seat
let olena: Desk

beforeAll(async () => {
  stage = await openStage('queues')
  sofia = await stage.seat('supervisor', '/board')
  olena = await openDesk(stage, 'olena')
})
afterAll(() => stage.close())
photographFailures(() => stage)

const count = (state: string, n: number) =>
  sofia.page.locator(`[data-testid="count-${state}"]`).getByText(String(n), { exact: true }).waitFor()

it('RS-03: nobody is free: the caller hears music, gives up, and is a missed call until somebody has handled it', async () => {
  const call = await runSipp({
    scenario: 'caller',
    target: { port: stage.asterisk.sipPort },
    did: stage.shop('dimsad').dids[0] ?? '',
    caller: '+380671114455',
    talkMs: 500,
  })
  expect(call.messages).toContain('SIP/2.0 200 OK')
  const row = sofia.page.getByTestId('missed-calls').getByText('+380 67 111 44 55')
  await row.waitFor()
  await sofia.page.getByTestId('missed-handle').first().click()
  await row.waitFor({ state: 'detached' })
})

it('CC-16: calls wait for the right skill, and the board shows each change by itself', async () => {
  await olena.goReady()
  await count('ready', 1)
  await callShop(stage, { shop: 'dimsad', from: '+380671110001', name: 'Home' })
  await sofia.page.getByTestId('board-calls').getByText('+380 67 111 00 01').waitFor()
  await callShop(stage, { shop: 'vesna', from: '+380671110002', name: 'Electronics' })
  await olena.card('offering')
  await olena.id('card-shop').getByText('Vesna').waitFor()
  await olena.answer()
  await count('talking', 1)

  const marko = await openDesk(stage, 'agent')
  await marko.goReady('reserved')
  await marko.id('card-shop').getByText('Dim & Sad').waitFor()
  await marko.answer()
  await count('talking', 2)
  await marko.hangUp()
  await olena.hangUp()
  await olena.finish('other')
  await marko.finish('other')
  await marko.goOnBreak('lunch')
  await count('break', 1)
})

it('a hostile name is shown as text, and no script of it runs', async () => {
  const hostile = '<script>window.hacked=1</script><img src=x onerror=window.hacked=1>'
  await callShop(stage, { shop: 'vesna', from: '+380671110003', name: hostile })
  await olena.state('reserved')
  await olena.id('card-customer').getByText('<script>').waitFor()
  await sofia.page.getByTestId('board-calls').getByText('+380 67 111 00 03').waitFor()
  expect(await olena.page.evaluate('window.hacked')).toBeUndefined()
  await olena.answer()
  await olena.hangUp()
  await olena.finish('other')
  await sofia.page.goto('/customers')
  await sofia.page.getByText('<script>').first().waitFor()
  expect(await sofia.page.evaluate('window.hacked')).toBeUndefined()
})

it('a name that is no UTF-8 and one of 10 kB neither break the desk nor the next call', async () => {
  const names = [Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x41]), 'N'.repeat(10_000)]
  for (const [index, name] of names.entries()) {
    const { result, kill } = await callShop(stage, { shop: 'vesna', from: `+38067111000${5 + index}`, name })
    const isRefused = result.then(({ code }) => code !== 0)
    const isShown = olena.state('reserved').then(() => false)
    if (await Promise.race([isRefused, isShown])) continue
    await olena.answer()
    await olena.hangUp()
    await olena.finish('other')
    kill()
  }
  await callShop(stage, { shop: 'vesna', from: '+380671110009', name: 'Next' })
  await olena.id('card').getByText('+380 67 111 00 09').waitFor()
})
