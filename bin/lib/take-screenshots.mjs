import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from './chromium.mjs'
import { placeDemoCall } from './demo-call.mjs'
import { LaunchError } from './launch-error.mjs'
import { rootDir } from './paths.mjs'

/** @typedef {import('./demo-file.mjs').Demo} Demo */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {(name: string, page: Page) => Promise<void>} Shoot */

const picturesDir = join(rootDir, 'docs/screenshots')
const themes = /** @type {const} */ (['light', 'dark'])
const size = { width: 1280, height: 800 }
const microphone = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']
const products = 2

/**
 * Plays a small day in the demo and photographs it.
 * @param {Demo} demo @returns {Promise<string[]>} the files
 */
export async function takeScreenshots(demo) {
  mkdirSync(picturesDir, { recursive: true })
  const found = await findChromium()
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.env },
    args: [...found.args, ...microphone],
  })
  /** @type {string[]} */
  const files = []
  /** @type {Shoot} */
  const shoot = async (name, page) => {
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      const file = join(picturesDir, `${name}-${theme}.png`)
      await page.screenshot({ path: file, animations: 'disabled' })
      files.push(file)
    }
  }
  /** @param {string} path */
  const open = async (path) => {
    const context = await browser.newContext({ viewport: size, locale: 'en-GB', baseURL: demo.url })
    const page = await context.newPage()
    await page.goto(path)
    return page
  }
  try {
    await photographStrangers(open, shoot)
    const agent = await photographDesk(demo, open, shoot)
    await orderSomething(demo)
    await photographOffice(demo, open, shoot)
    await agent.context().close()
  } finally {
    await browser.close()
  }
  return files
}

/** @typedef {(path: string) => Promise<Page>} Open */

/** @param {Open} open @param {Shoot} shoot */
async function photographStrangers(open, shoot) {
  const login = await open('/login')
  await login.getByTestId('login-submit').waitFor()
  await shoot('login', login)
  const demo = await open('/demo')
  await demo.getByTestId('demo-shop').waitFor()
  await demo.locator('[data-testid=demo-phone][data-state=idle]').waitFor()
  await shoot('demo', demo)
  await demo.context().close()
}

/** The page stays open: its agent talks while the others are photographed. @param {Demo} demo @param {Open} open @param {Shoot} shoot */
async function photographDesk(demo, open, shoot) {
  const page = await logIn(demo, open, { role: 'agent', path: '/desk' })
  await page.getByTestId('state-ready').click()
  await page.locator('[data-testid=agent-state][data-state=ready]').waitFor()
  await shoot('desk', page)
  // One of the demo's own customers, who has bought before: see db/src/demo.
  await placeDemoCall(demo, { from: '+380671230001' })
  await page.getByTestId('card').waitFor()
  await page.getByTestId('call-answer').click()
  await page.getByTestId('questionnaire').waitFor()
  await page.getByTestId('call-hangup').and(page.locator(':enabled')).waitFor()
  await shoot('desk-call', page)
  return page
}

/** Orders of both shops, so that the lists are not bare. @param {Demo} demo */
async function orderSomething(demo) {
  /** @type {{ shops: { code: string, products: { sku: string }[] }[] }} */
  const { shops } = await (await fetch(`${demo.url}/api/demo`)).json()
  const customers = ['Olena Shevchenko', 'Ivan Petrenko', 'Maria Kovalenko']
  for (const [index, name] of customers.entries()) {
    for (const { code, products: offered } of shops) {
      const items = offered.slice(index, index + products).map(({ sku }) => ({ sku, quantity: 1 + index }))
      await placeOrder(demo, { clientCode: code, name, phone: `+38050111220${index}`, city: 'Kyiv', items })
    }
  }
}

/** @param {Demo} demo @param {object} order */
async function placeOrder({ url }, order) {
  const response = await fetch(`${url}/api/demo/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  if (!response.ok) throw new LaunchError(`The demo refused an order: ${await response.text()}`)
}

/** @param {Demo} demo @param {Open} open @param {Shoot} shoot */
async function photographOffice(demo, open, shoot) {
  const supervisor = await logIn(demo, open, { role: 'supervisor', path: '/board' })
  await supervisor.getByTestId('board-agent').first().waitFor()
  await shoot('board', supervisor)
  await photographList(supervisor, shoot, { name: 'orders', path: '/orders' })
  await supervisor.getByTestId('table-row').first().click()
  await supervisor.getByTestId('timeline').waitFor()
  await shoot('order', supervisor)
  await photographList(supervisor, shoot, { name: 'calls', path: '/calls' })
  await photographList(supervisor, shoot, { name: 'campaigns', path: '/campaigns' })
  await supervisor.getByTestId('table-row').first().click()
  await supervisor.getByTestId('campaign-page').waitFor()
  await shoot('campaign', supervisor)
  await supervisor.goto('/order-clock')
  await supervisor.getByTestId('order-clock-page').waitFor()
  await shoot('order-clock', supervisor)
  await supervisor.context().close()

  const admin = await logIn(demo, open, { role: 'admin', path: '/admin/clients' })
  await photographList(admin, shoot, { name: 'admin-clients', path: '/admin/clients' })
  await admin.goto('/admin/questionnaires')
  await admin.getByTestId('table-row').first().click()
  await admin.getByTestId('questionnaire-preview').waitFor()
  await shoot('admin-questionnaire', admin)
  await admin.context().close()
}

/** @param {Page} page @param {Shoot} shoot @param {{ name: string, path: string }} list */
async function photographList(page, shoot, { name, path }) {
  await page.goto(path)
  await page.getByTestId('table-row').first().waitFor()
  await shoot(name, page)
}

/** @param {Demo} demo @param {Open} open @param {{ role: string, path: string }} whom */
async function logIn(demo, open, { role, path }) {
  const user = demo.users[role]
  if (!user) throw new LaunchError(`The demo has no user with the role ${role}.`)
  const page = await open(`/login?next=${encodeURIComponent(path)}`)
  await page.getByTestId('login-name').fill(user.login)
  await page.getByTestId('login-password').fill(user.password)
  await page.getByTestId('login-submit').click()
  await page.waitForURL(`**${path}`)
  return page
}
