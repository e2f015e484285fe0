import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rootDir, runDir } from '../../bin/lib/paths.mjs'
import { openDesk } from './testing/desk.ts'
import { becomeNewBuild } from './testing/new-build.ts'
import { known, openStage, photographFailures, type Seat, type Stage } from './testing/stage.ts'

const ui = join(process.env['TEST_RUN_DIR'] ?? runDir, 'upgraded-screens')
let stage: Stage

beforeAll(async () => {
  rmSync(ui, { recursive: true, force: true })
  cpSync(join(rootDir, 'agent-ui/dist'), ui, { recursive: true })
  stage = await openStage('upgrade', { environment: { UI_DIR: ui } })
})
afterAll(() => stage.close())
photographFailures(() => stage)

/** What an operator does: other screens, and a backend that starts again. */
async function upgrade(): Promise<void> {
  becomeNewBuild(ui)
  const { backend } = stage.centre
  const { exited } = backend
  await backend.stop()
  expect(await exited).toEqual({ code: 0, signal: null })
  await backend.start()
}

/** What is lost when a page is loaded anew. */
const mark = ({ page }: Seat) => page.evaluate(() => void Object.assign(globalThis, { isMarked: true }))
const isMarked = ({ page }: Seat) => page.evaluate(() => 'isMarked' in globalThis)

it('a page that was open during an upgrade says so, and opens the next page in the new version', async () => {
  const sofia = await stage.seat('supervisor', '/board')
  await mark(sofia)
  await upgrade()
  await sofia.page.getByTestId('release-ready').waitFor()
  expect(await isMarked(sofia)).toBe(true)
  await sofia.page.getByTestId('nav-orders').click()
  await sofia.page.waitForURL('**/orders')
  await sofia.page.getByTestId('table-row').first().waitFor()
  expect(await isMarked(sofia)).toBe(false)
  expect(await sofia.page.getByTestId('release-ready').count()).toBe(0)
  await sofia.close()
})

it('an agent on the queue is not taken from the phone by an upgrade, and chooses the moment', async () => {
  const olena = await openDesk(stage, 'olena')
  await olena.goReady()
  await mark(olena)
  await upgrade()
  await olena.id('release-ready').waitFor()
  await olena.id('nav-callbacks').click()
  await olena.id('release-reload').waitFor()
  expect(await isMarked(olena)).toBe(true)
  await olena.state('ready')
  await olena.id('release-reload').click()
  await olena.page.waitForURL('**/callbacks')
  await olena.state('ready')
  await olena.phone('ready')
  expect(await isMarked(olena)).toBe(false)
  await olena.close()
})

it('whoever comes in by a login that was open during an upgrade comes in', async () => {
  const { page, close } = await stage.openPage('/login?next=%2Forders')
  await page.getByTestId('login-submit').waitFor()
  await upgrade()
  const { login, password } = known(stage.users, 'supervisor')
  await page.getByTestId('login-name').fill(login)
  await page.getByTestId('login-password').fill(password)
  await page.getByTestId('login-submit').click()
  await page.getByTestId('table-row').first().waitFor()
  await close()
})

it('a page that cannot be loaded since the network is away says so, and comes when it is back', async () => {
  const sofia = await stage.seat('supervisor', '/board')
  await sofia.page.getByTestId('nav-customers').waitFor()
  await sofia.context.setOffline(true)
  await sofia.page.getByTestId('nav-customers').click()
  await sofia.page.locator('[data-slot="title"]', { hasText: 'could not be loaded' }).waitFor()
  expect(sofia.page.url()).toMatch(/\/board$/)
  await sofia.context.setOffline(false)
  await sofia.page.getByTestId('nav-customers').click()
  await sofia.page.waitForURL('**/customers')
  await sofia.page.getByTestId('table-row').first().waitFor()
  await sofia.close()
})

it('a page that has not even its bars, since the server is away, comes by itself when it is back', async () => {
  const { page, close } = await stage.openPage('/login?next=%2Forders')
  const { login, password } = known(stage.users, 'supervisor')
  await page.getByTestId('login-name').fill(login)
  await page.getByTestId('login-password').fill(password)
  const away = (url: URL) => url.pathname === '/' || url.pathname.startsWith('/assets/AppShell')
  await page.route(away, (route) => route.abort())
  await page.getByTestId('login-submit').click()
  await page.locator('[data-slot="title"]', { hasText: 'could not be loaded' }).waitFor()
  await page.unroute(away)
  await page.getByTestId('nav-orders').waitFor()
  await close()
})

it('a part that is missing for good is said to be, and the page does not load itself without end', async () => {
  const sofia = await stage.seat('supervisor', '/board')
  await sofia.page.route(/CustomersPage/, (route) => route.abort())
  let loads = 0
  sofia.page.on('request', (request) => (loads += request.isNavigationRequest() ? 1 : 0))
  await sofia.page.getByTestId('nav-customers').click()
  await sofia.page.getByTestId('release-reload').waitFor()
  expect(loads).toBe(1)
  await sofia.close()
})
