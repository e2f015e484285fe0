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
import { openSipPhone, type SipPhone } from '../testing/sip-phone.ts'
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

test('a line whose request to be told of its end was lost with the connection is asked for when that is back', async () => {
  const { line, account } = await openByLine()
  line.swallowRequests()
  const phone = await enterRoom(account)
  line.cut()
  await events.until('disconnected')
  events.clear()
  await events.until('connected')
  await endIsTold(phone)
  line.close()
})

test('a request to be told of an end is made again, too, when only the connections for requests were lost', async () => {
  const { line, account } = await openByLine()
  line.swallowRequests('-requests-')
  const phone = await enterRoom(account)
  await line.untilCut()
  line.thaw()
  await endIsTold(phone)
  expect(events.of('disconnected')).toEqual([])
  line.close()
})

test('a line that came in while nobody heard is asked for by whoever connects next', async () => {
  const { line, account } = await openByLine()
  line.freeze()
  const phone = await openSipPhone({ url: asterisk.wsUrl, ...account })
  await phone.register()
  void phone.call('room')
  await expect.poll(countChannels).toBe(1)
  await events.until('disconnected')
  line.thaw()
  events.clear()
  await events.until('connected')
  await endIsTold(phone)
  line.close()
})

async function openByLine() {
  await telephony.close()
  const line = await openLine(asterisk.httpPort)
  openTelephony(line.url)
  telephony.start()
  await events.until('connected')
  const account = { username: `agent-${createId().slice(-12)}`, password: createId() }
  await telephony.pushAccount(account)
  return { line, account }
}

async function enterRoom(account: { username: string; password: string }): Promise<SipPhone> {
  const phone = await openSipPhone({ url: asterisk.wsUrl, ...account })
  expect(await phone.register()).toBe(200)
  void phone.call('room')
  await events.until('roomEntered')
  return phone
}

/** Whether Asterisk was asked before the line ends or after it, its end is told. */
async function endIsTold(phone: SipPhone): Promise<void> {
  const [channel] = await telephony.listChannels()
  const channelId = channel?.channelId ?? 'none'
  await telephony.hangUp(channelId)
  await events.until('channelGone', (event) => event.channelId === channelId)
  phone.close()
}

/** Past the line that is being cut. */
async function countChannels(): Promise<number> {
  const headers = authorizationHeader(options(asterisk.url))
  const answer = await fetch(`${asterisk.url}/ari/channels`, { headers })
  return ((await answer.json()) as unknown[]).length
}

/** Asterisk goes on sending nothing of this application, as after a race of two connections for it. */
async function deafen(application: string): Promise<void> {
  const answer = await fetch(`${asterisk.url}/ari/applications/${application}/eventFilter`, {
    method: 'PUT',
    headers: { ...authorizationHeader(options(asterisk.url)), 'content-type': 'application/json' },
    body: JSON.stringify({ allowed: [{ type: 'ApplicationReplaced' }] }),
  })
  expect(answer.status).toBe(200)
}

/**
 * A line to Asterisk that can fall silent without being closed, as when a cable is drawn: in both directions, or only what
 * goes to Asterisk, over all of its connections or those of one purpose.
 */
async function openLine(port: number) {
  const cables: Cable[] = []
  const server = createServer((near) => void cables.push(layCable(near, connect(port, '127.0.0.1'))))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const lineport = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${lineport}`,
    freeze: () => cables.forEach((cable) => (cable.isFrozen = true)),
    swallowRequests: (purpose = '') =>
      cables.filter(({ asked }) => asked.includes(purpose)).forEach((cable) => (cable.isMute = true)),
    cut: () => cables.forEach(({ near }) => near.destroy()),
    untilCut: () => Promise.all(cables.filter(({ isMute }) => isMute).map(({ cut }) => cut)),
    thaw: () => cables.forEach((cable) => Object.assign(cable, { isFrozen: false, isMute: false })),
    close(): void {
      cables.forEach(({ near, far }) => (near.destroy(), far.destroy()))
      server.close()
    },
  }
}

type Cable = ReturnType<typeof layCable>

function layCable(near: Socket, far: Socket) {
  const cut = new Promise((resolve) => near.once('close', resolve))
  const cable = { near, far, cut, asked: '', isFrozen: false, isMute: false }
  near.on('data', (bytes) => {
    if (cable.asked === '') cable.asked = bytes.toString('latin1').split('\r\n', 1)[0] ?? ''
    if (!cable.isFrozen && !cable.isMute) far.write(bytes)
  })
  far.on('data', (bytes) => cable.isFrozen || near.write(bytes))
  near.on('error', () => far.destroy()).on('close', () => far.destroy())
  far.on('error', () => near.destroy()).on('close', () => near.destroy())
  return cable
}
