import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSipp } from '../../bin/lib/sipp.mjs'
import { callShop } from './testing/callers.ts'
import { deskOn, openDesk, type Desk } from './testing/desk.ts'
import { openStage, photographFailures, type Seat, type Stage } from './testing/stage.ts'

let stage: Stage
let sofia: Seat
let olena: Desk
let marko: Desk

beforeAll(async () => {
  stage = await openStage('supervisor')
  sofia = await stage.seat('supervisor', '/board')
  olena = await openDesk(stage, 'olena')
  marko = await openDesk(stage, 'agent')
  await olena.goReady()
})
afterAll(() => stage.close())
photographFailures(() => stage)

const onBoard = (name: string) => sofia.page.getByTestId(name)
const figure = (state: string) => onBoard(`count-${state}`).innerText()
/** A call on the board, by the caller's whole number. */
const boardCall = (number: string) => onBoard('board-calls').getByRole('listitem').filter({ hasText: number })
const statusOf = async (page: Page, path: string) => (await page.request.get(path)).status()

it('CC-29: the board shows agents by state, and follows them', async () => {
  await expect.poll(() => figure('ready')).toBe('1')
  await marko.goReady()
  await expect.poll(() => figure('ready')).toBe('2')
  await marko.id('state-break').click()
  await marko.id('state-break-lunch').click()
  await marko.state('break')
  await expect.poll(() => figure('break')).toBe('1')
  await onBoard('board-agent').filter({ hasText: 'Marko' }).getByText('Lunch').waitFor()
})

it('the board shows a caller who waits, with the whole number, and then the talk', async () => {
  const caller = await callShop(stage, { shop: 'vesna', did: 1, from: '+380671113301' })
  await boardCall('+380 67 111 33 01').getByText('Waiting').waitFor()
  await onBoard('board-queues')
    .getByRole('row', { name: /^Po polsku 1 / })
    .waitFor()
  caller.hangUp()
  await callShop(stage, { shop: 'vesna', from: '+380671113302' })
  await olena.answer()
  await boardCall('+380 67 111 33 02').getByText('Олена Ткач').waitFor()
  await boardCall('+380 67 111 33 02').getByText('Talking').waitFor()
  expect(await figure('talking')).toBe('1')
  await olena.hangUp()
  await olena.finish('info-given')
  await expect.poll(() => figure('talking')).toBe('0')
})

it('the day’s figures of the agent count the finished call and its talk', async () => {
  await expect.poll(() => dayOf(olena.page)).toMatchObject({ calls: '1', talk: expect.not.stringMatching(/^0:00$/) })
})

it('an agent sees numbers whole on the own card and masked in lists; the supervisor sees them whole', async () => {
  await olena.page.goto('/calls')
  await olena.page.getByTestId('table-row').filter({ hasText: '02' }).getByText('•').waitFor()
  expect(await olena.page.getByText('111 33 02').count()).toBe(0)
  await olena.page.goto('/desk')
  await sofia.page.getByTestId('nav-calls').click()
  await sofia.page.getByTestId('table-row').filter({ hasText: '+380 67 111 33 02' }).waitFor()
  await sofia.page.getByTestId('nav-board').click()
})

it('CC-34: a missed call is on the list until the supervisor marks it handled', async () => {
  const did = stage.shop('vesna').dids[1] ?? ''
  const target = { port: stage.asterisk.sipPort }
  await startSipp({ scenario: 'caller-gives-up', target, did, caller: '+380671113303', talkMs: 500 })
  const missed = onBoard('missed-calls').getByRole('listitem').filter({ hasText: '+380 67 111 33 03' })
  await Promise.all([sofia.page.waitForResponse('**/handled'), missed.getByTestId('missed-handle').click()])
  await missed.getByText('Sofia Bondar').waitFor()
  await sofia.page.reload()
  await onBoard('missed-calls').getByText('+380 67 111 33 01').waitFor()
  expect(await missed.count()).toBe(0)
})

it('a shop sees its own records only', async () => {
  const caller = await callShop(stage, { shop: 'dimsad', from: '+380671113304' })
  await boardCall('33 04').waitFor()
  const { page, close } = await stage.seat('dimsad', '/shop')
  caller.hangUp()
  await page.getByRole('tab', { name: /./ }).nth(1).click()
  await page.getByTestId('table-row').filter({ hasText: '33 04' }).waitFor()
  expect(await page.getByTestId('table-row').filter({ hasText: '33 02' }).count()).toBe(0)
  await expectShut(page, { pages: ['/board', '/admin/users', '/desk', '/orders'], home: '/shop' })
  await expectForbidden(page, ['/api/board', '/api/admin/users', '/api/agent/desktop', '/api/calls/missed'])
  await close()
})

it('logistics sees deliveries and nothing else', async () => {
  const { page, close } = await stage.seat('logistics', '/deliveries')
  expect(await statusOf(page, '/api/deliveries')).toBe(200)
  await expectShut(page, { pages: ['/board', '/admin/users', '/orders', '/calls'], home: '/deliveries' })
  await expectForbidden(page, ['/api/board', '/api/admin/users', '/api/orders', '/api/customers'])
  await close()
})

it('an agent comes neither to the board nor to the administration', async () => {
  await expectShut(marko.page, { pages: ['/board', '/admin/users'], home: '/desk' })
  await expectForbidden(marko.page, ['/api/board', '/api/admin/users', '/api/admin/audit', '/api/deliveries'])
})

it('a supervisor looks at the configuration but does not change it', async () => {
  await expectForbidden(sofia.page, ['/api/admin/audit'])
  const answer = await sofia.page.request.post('/api/admin/skills', { data: { code: 'mine', name: 'Mine' } })
  expect(answer.status()).toBe(403)
})

it('ZP-01: the keyboard alone opens each section of the left bar', async () => {
  const bar = sofia.page.locator('nav a[data-testid^="nav-"]')
  const names = await Promise.all((await bar.all()).map((entry) => entry.getAttribute('data-testid')))
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const entry = sofia.page.getByTestId(name ?? '')
    await sofia.page.locator('nav a').first().focus()
    for (let steps = 0; steps < names.length && !(await hasFocus(entry)); steps += 1)
      await sofia.page.keyboard.press('Tab')
    await sofia.page.keyboard.press('Enter')
    await sofia.page.locator(`[data-testid="${name}"][aria-current="page"]`).waitFor()
  }
  await sofia.page.getByTestId('nav-board').click()
})

it('the language stays chosen: after a reload, and at the next login elsewhere', async () => {
  for (const [language, title] of [
    ['Українська', 'Табло'],
    ['Русский', 'Табло'],
  ] as const) {
    await chooseInMenu(sofia.page, language)
    await sofia.page.getByRole('heading', { level: 1, name: title }).waitFor()
    await sofia.page.reload()
    await sofia.page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await sofia.page.locator('html').getAttribute('lang')).toBe(language === 'Русский' ? 'ru' : 'uk')
  }
  const elsewhere = await stage.seat('supervisor', '/board')
  await elsewhere.page.locator('html[lang="ru"]').waitFor()
  await elsewhere.close()
  await chooseInMenu(sofia.page, 'English')
  await sofia.page.locator('html[lang="en"]').waitFor()
})

it('the dark look stays chosen', async () => {
  await chooseInMenu(sofia.page, 'Dark')
  await sofia.page.locator('html.dark').waitFor()
  await sofia.page.reload()
  await sofia.page.locator('html.dark').waitFor()
})

it('several tabs have one phone: the second says so, takes it over, and the first steps back', async () => {
  const second = deskOn({ ...marko, page: await marko.context.newPage() })
  await second.page.goto('/desk')
  await second.id('banner-elsewhere').waitFor()
  expect(await marko.id('banner-elsewhere').count()).toBe(0)
  await second.id('take-over').click()
  await second.page.locator('[data-testid="phone-status"][data-registration="registered"]').waitFor()
  await marko.id('banner-elsewhere').waitFor()
  expect(await second.id('banner-elsewhere').count()).toBe(0)
  await second.goReady()
})

const hasFocus = (entry: Locator) =>
  entry.evaluate((link: unknown) => (link as { matches(css: string): boolean }).matches(':focus'))

async function dayOf(page: Page): Promise<Record<'calls' | 'talk', string>> {
  const [calls = '', , talk = ''] = await page.getByTestId('my-day').locator('dd').allInnerTexts()
  return { calls, talk }
}

async function chooseInMenu(page: Page, name: string): Promise<void> {
  await page.getByTestId('user-menu').click()
  await page.getByRole('menuitemcheckbox', { name }).click()
}

/** Pages of other roles lead to the own first page, and the bar does not offer them. */
async function expectShut(page: Page, { pages, home }: { pages: string[]; home: string }): Promise<void> {
  for (const path of pages) {
    await page.goto(path)
    await page.waitForURL(`**${home}`)
  }
  const anchors = await page.locator('nav a').all()
  const links = await Promise.all(anchors.map((anchor) => anchor.getAttribute('href')))
  expect(links.filter((link) => link && pages.includes(link))).toEqual([])
}

async function expectForbidden(page: Page, paths: string[]): Promise<void> {
  const answers = await Promise.all(paths.map(async (path) => [path, await statusOf(page, path)]))
  expect(answers).toEqual(paths.map((path) => [path, 403]))
}
