import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectTalk } from './testing/audio.ts'
import { callShop } from './testing/callers.ts'
import { deskOn, openDesk, type Desk } from './testing/desk.ts'
import { openStage, photographFailures, type Seat, type Stage } from './testing/stage.ts'

let stage: Stage
let olena: Desk

beforeAll(async () => {
  stage = await openStage('screens')
})
afterAll(() => stage.close())
photographFailures(() => stage)

it('a login whose fields were left empty is answered in plain words', async () => {
  const { page, close } = await stage.openPage('/login')
  await page.getByTestId('login-submit').click()
  expect(await page.locator('[data-slot="error"]').first().textContent()).toBe('Fill this in')
  await close()
})

/** What the browser warns of, or calls an error, on these screens. */
async function complaintsOn({ page, close }: Seat, paths: string[]): Promise<string[]> {
  const complaints: string[] = []
  const note = (text: string) => void complaints.push(`${new URL(page.url()).pathname}: ${text}`)
  page.on('console', (message) => ['warning', 'error'].includes(message.type()) && note(message.text()))
  page.on('pageerror', (error) => note(error.message))
  for (const path of paths) await page.goto(path, { waitUntil: 'networkidle' })
  await close()
  return complaints
}

const office = ['board', 'missed-calls', 'order-clock', 'campaigns', 'campaigns/new', 'callbacks', 'tasks', 'orders']
const lists = ['calls', 'customers', 'do-not-call', 'deliveries', 'nowhere']
const sections = ['users', 'skills', 'queues', 'dids', 'clients', 'questionnaires', 'webhooks', 'audit']
it.each([
  ['nobody', ['/login', '/demo']],
  ['agent', ['/desk', '/callbacks', '/tasks']],
  ['supervisor', [...office, ...lists].map((name) => `/${name}`)],
  ['admin', sections.map((name) => `/admin/${name}`)],
  ['client', ['/shop']],
])('the browser has nothing to warn of on the screens of %s', async (who, paths) => {
  const seat = who === 'nobody' ? await stage.openPage('/login') : await stage.seat(who, paths[0] ?? '/')
  expect(await complaintsOn(seat, paths)).toEqual([])
})

it('an administrator makes a skill and an agent who has it, who logs in and sees the desk; mistakes are shown at the field', async () => {
  const { page, close } = await stage.seat('admin', '/admin/skills')
  await page.getByTestId('record-new').click()
  await page.getByTestId('field-name').fill('Furniture')
  await page.getByTestId('field-code').fill('electronics')
  await page.getByTestId('record-save').click()
  await page.getByTestId('record-form').locator('[data-slot="error"]').first().waitFor()
  await page.getByTestId('field-code').fill('furniture')
  await page.getByTestId('record-save').click()
  await page.getByTestId('record-form').waitFor({ state: 'detached' })
  await page.getByTestId('table-row').filter({ hasText: 'Furniture' }).waitFor()

  await page.goto('/admin/users')
  await page.getByTestId('record-new').click()
  await page.getByTestId('field-name').fill('Nina Nova')
  await page.getByTestId('field-login').fill('nina')
  await page.getByTestId('field-password').fill('correct horse battery')
  await page.getByTestId('skill-add').click()
  await page.getByTestId('record-save').click()
  await page.getByTestId('record-form').waitFor({ state: 'detached' })
  await close()

  const nina = deskOn(await stage.logIn({ login: 'nina', password: 'correct horse battery' }, '/desk'))
  await nina.goReady()
  await nina.close()
})

it('of several tabs one has the phone; the other may take it over, and a call rings only there', async () => {
  olena = await openDesk(stage, 'olena')
  await olena.goReady()
  const second = deskOn({ ...olena, page: await olena.context.newPage() })
  await second.page.goto('/desk')
  await second.id('banner-elsewhere').waitFor()
  await second.id('take-over').click()
  await second.phone('ready')
  await olena.id('banner-elsewhere').waitFor()
  await callShop(stage, { shop: 'vesna' })
  await second.id('call-answer').and(second.page.locator(':enabled')).waitFor()
  expect(await olena.id('call-answer').isDisabled()).toBe(true)
  await olena.page.close()
  olena = second
})

it('the whole call goes by keys: answer, hold, hang up, outcome, finish', async () => {
  const { keyboard } = olena.page
  await keyboard.press('Alt+KeyA')
  await olena.card('talking')
  await expectTalk(olena.page)
  await keyboard.press('Alt+KeyH')
  await olena.pressed('call-hold')
  await keyboard.press('Alt+KeyH')
  await keyboard.press('Alt+KeyM')
  await olena.pressed('call-mute')
  await keyboard.press('Alt+KeyE')
  await olena.state('wrap-up')
  await keyboard.press('Alt+Digit2')
  await keyboard.press('Control+Enter')
  await olena.state('ready')
})

it('language and theme change at once, and are kept', async () => {
  const { page } = olena
  await olena.id('user-menu').click()
  await page.getByRole('menuitemcheckbox', { name: 'English' }).click()
  await olena.id('state-ready').getByText('Ready').waitFor()
  await olena.id('user-menu').click()
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
  await page.locator('html.dark').waitFor()
  await page.reload()
  await olena.id('state-ready').getByText('Ready').waitFor()
  await page.locator('html.dark').waitFor()
})
