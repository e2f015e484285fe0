import { join } from 'node:path'
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterEach } from 'vitest'
import { startCentre } from '../../../bin/lib/centre.mjs'
import { findChromium } from '../../../bin/lib/chromium.mjs'
import { emptyInstanceDir } from '../../../bin/lib/instance-dir.mjs'
import { runDir } from '../../../bin/lib/paths.mjs'
import { watchPeerConnections } from './audio.ts'

export type Stage = Awaited<ReturnType<typeof openStage>>
/** A person of the demo at a browser of their own. */
export type Seat = { page: Page; context: BrowserContext; close(): Promise<void> }
type Login = { login: string; password: string }

const microphone = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // A machine without a network has only loopback, which WebRTC leaves out by itself.
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
]

/** A whole centre of this test's own, new each time, and a Chromium with a microphone that sings. */
export async function openStage(name: string, options: { environment?: NodeJS.ProcessEnv } = {}) {
  const dir = join(process.env['TEST_RUN_DIR'] ?? runDir, `browser-${name}`)
  await emptyInstanceDir(dir)
  const centre = await startCentre({ ...options, name: `browser-${name}`, dir })
  const found = await findChromium()
  const browser = await chromium
    .launch({ ...found, env: definedOnly(found.env), args: [...found.args, ...microphone] })
    .catch(async (error: unknown) => {
      await centre.stop()
      throw error
    })
  const { asterisk, carrier, mariadb } = centre.engines
  const { credentials } = centre
  if (!asterisk || !carrier || !mariadb || !credentials) throw new Error('the engines are not ours')
  const { users, clients } = credentials

  /** A browser of its own that nobody has logged in with. */
  async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Seat> {
    const context = await browser.newContext({
      ...options,
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      baseURL: centre.url,
    })
    context.setDefaultTimeout(20_000)
    await context.addInitScript({ content: watchPeerConnections })
    const page = await context.newPage()
    await page.goto(path)
    return { page, context, close: () => context.close() }
  }

  async function logIn(login: Login, path: string, options: BrowserContextOptions = {}): Promise<Seat> {
    const seat = await openPage(`/login?next=${encodeURIComponent(path)}`, options)
    await seat.page.getByTestId('login-name').fill(login.login)
    await seat.page.getByTestId('login-password').fill(login.password)
    await seat.page.getByTestId('login-submit').click()
    await seat.page.waitForURL(`**${path}`)
    return seat
  }

  return {
    url: centre.url,
    centre,
    asterisk,
    carrier,
    mariadb,
    users,
    openPage,
    logIn,
    /** One of the demo's people, by role or login. */
    seat: (key: string, path: string, options?: BrowserContextOptions) => logIn(known(users, key), path, options),
    shop: (code: string) => known(clients, code),
    /** Pictures of all pages, beside the logs, of a test that failed. */
    async photograph(test: string): Promise<void> {
      const pages = browser.contexts().flatMap((context) => context.pages())
      const name = test.slice(0, 40).replaceAll(/\W+/g, '-')
      await Promise.all(pages.map((page, index) => page.screenshot({ path: join(dir, `${name}-${index}.png`) })))
    },
    async close(): Promise<void> {
      await browser.close()
      await centre.stop()
    },
  }
}

/** Call it once in a file of tests, beside its `beforeAll`. */
export function photographFailures(stage: () => Stage): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await stage().photograph(task.name)
  })
}

export function known<T>(record: Record<string, T>, key: string): T {
  const value = record[key]
  if (value === undefined) throw new Error(`the demo has no ${key}`)
  return value
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
