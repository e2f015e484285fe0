import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startAsterisk } from '../../../../bin/lib/asterisk.mjs'
import { createSipAccounts } from '../accounts.ts'
import type { Telephony } from '../port.ts'
import { hearEvents, type HeardEvents } from '../testing/heard-events.ts'
import { openSipPhone } from '../testing/sip-phone.ts'
import { authorizationHeader, type AriOptions } from './ari-options.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

// An Asterisk of its own, since it is killed here.
const dir = mkdtempSync(join(tmpdir(), 'orderline-outages-'))
let asterisk: Awaited<ReturnType<typeof startAsterisk>>
let telephony: Telephony
let events: HeardEvents

const options = (url: string): AriOptions => ({
  url,
  ...asterisk.ari,
  app: 'orderline',
  trunkEndpoint: 'trunk',
  log: createSilentLogger(),
  requestTimeoutMs: 2_000,
})

beforeAll(async () => {
  asterisk = await startAsterisk({ role: 'centre', dir, peer: { port: 9 } })
})
afterAll(async () => {
  await asterisk.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(() => openTelephony(asterisk.url))
afterEach(async () => {
  events.stop()
  await telephony.close()
})

function openTelephony(url: string): void {
  telephony = createAriTelephony(options(url))
  events = hearEvents(telephony)
}

test('Asterisk killed and started again: told at once, connected again, accounts are back', async () => {
  const account = { username: `agent-${createId().slice(-12)}`, password: createId() }
  const accounts = createSipAccounts({
    telephony,
    listAccounts: () => Promise.resolve([account]),
    log: createSilentLogger(),
  })
  telephony.start()
  await events.until('connected')
  asterisk.kill('SIGKILL')
  expect(await events.until('disconnected')).toEqual({ type: 'disconnected', reason: 'lost' })
  await asterisk.exited
  events.clear()
  await asterisk.start()
  await events.until('connected')
  await expect.poll(() => statusOfRegistration(account), { timeout: 30_000 }).toBe(200)
  accounts.close()
})

async function statusOfRegistration(account: { username: string; password: string }): Promise<number> {
  const phone = await openSipPhone({ url: asterisk.wsUrl, ...account })
  const status = await phone.register()
  phone.close()
  return status
}

test('a request made while Asterisk is away waits for it a little, then fails', async () => {
  telephony.start()
  await events.until('connected')
  await asterisk.stop()
  await expect(telephony.check()).rejects.toMatchObject({ code: 'telephony/unavailable' })
  const waits = telephony.createBridge('late')
  const [started] = await Promise.allSettled([asterisk.start(), waits])
  expect(started.status).toBe('fulfilled')
  await telephony.createBridge('later')
  expect((await telephony.listBridges()).map(({ bridgeId }) => bridgeId)).toContain('later')
})

test('telephony that is opened before Asterisk connects when it comes', async () => {
  await asterisk.stop()
  telephony.start()
  await asterisk.start()
  await events.until('connected')
  await telephony.listChannels()
})

test('a second process that listens replaces the first, which stands down until it is started again', async () => {
  telephony.start()
  await events.until('connected')
  const second = createAriTelephony(options(asterisk.url))
  const heardBySecond = hearEvents(second)
  second.start()
  await heardBySecond.until('connected')
  expect(await events.until('disconnected')).toEqual({ type: 'disconnected', reason: 'replaced' })
  await telephony.check()
  expect(heardBySecond.of('disconnected')).toEqual([])
  events.clear()
  telephony.start()
  await events.until('connected')
  expect(await heardBySecond.until('disconnected')).toMatchObject({ reason: 'replaced' })
  await second.close()
})

test('a line that is cut without a word is noticed, and opened again', async () => {
  await telephony.close()
  const line = await openLine(asterisk.httpPort)
  openTelephony(line.url)
  telephony.start()
  await events.until('connected')
  line.freeze()
  await events.until('disconnected')
  events.clear()
  line.thaw()
  await events.until('connected')
  line.close()
})

test('a connection that hears nothing, though it is open, is opened again until it hears', async () => {
  telephony.start()
  await events.until('connected')
  await deafen('orderline-trunk')
  expect(await events.until('disconnected')).toEqual({ type: 'disconnected', reason: 'lost' })
  events.clear()
  await events.until('connected')
})

/** Asterisk goes on sending nothing of this application, as after a race of two connections for it. */
async function deafen(application: string): Promise<void> {
  const answer = await fetch(`${asterisk.url}/ari/applications/${application}/eventFilter`, {
    method: 'PUT',
    headers: { ...authorizationHeader(options(asterisk.url)), 'content-type': 'application/json' },
    body: JSON.stringify({ allowed: [{ type: 'ApplicationReplaced' }] }),
  })
  expect(answer.status).toBe(200)
}

/** A line to Asterisk that can fall silent without being closed, as when a cable is drawn. */
async function openLine(port: number) {
  const sockets = new Set<Socket>()
  let isFrozen = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => isFrozen || to.write(bytes))
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const lineport = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${lineport}`,
    freeze: () => (isFrozen = true),
    thaw: () => (isFrozen = false),
    close(): void {
      sockets.forEach((socket) => socket.destroy())
      server.close()
    },
  }
}
