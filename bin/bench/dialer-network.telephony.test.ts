import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAsterisk } from '../lib/asterisk.mjs'
import { runDir } from '../lib/paths.mjs'
import { freePort } from '../lib/ports.mjs'
import { openAriProbe, type AriProbe } from '../lib/testing/ari-probe.ts'
import { agentVoice } from './dialer-ears.mjs'
import { startNetwork } from './dialer-network.mjs'

type Network = Awaited<ReturnType<typeof startNetwork>>
type Socket = ReturnType<typeof createSocket>
const dir = join(process.env['TEST_RUN_DIR'] ?? runDir, 'proof-network')
const voiceFile = join(dir, 'agent')
let networkPort: number
let centre: Awaited<ReturnType<typeof startAsterisk>>
let network: Network
let probe: AriProbe

beforeAll(async () => {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  writeFileSync(`${voiceFile}.alaw`, agentVoice())
  networkPort = await freePort()
  network = await startNetwork({ port: networkPort, dir })
  centre = await startAsterisk({ dir: join(dir, 'centre'), role: 'centre', peer: { port: networkPort } })
  probe = await openAriProbe(centre)
})

afterAll(async () => {
  await probe?.close()
  await centre?.stop()
  await network?.close()
})

/** Dials, and gives the way to wait for events of this call. */
async function dial(number: string) {
  const id = `call-${number.slice(1)}`
  const query = new URLSearchParams({ endpoint: `PJSIP/${number}@trunk`, app: 'orderline', formats: 'alaw' })
  await probe.request('POST', `/channels/${id}?${query.toString()}`)
  return { id, next: (type: string) => probe.next((event) => event.type === type && event.channel?.id === id) }
}

function seen(number: string) {
  return network.dials().find((one) => one.number === number)
}

/** What the network has seen once the dial is over. */
async function ended(number: string) {
  await expect.poll(() => seen(number)?.endedAt, { timeout: 30_000 }).toBeDefined()
  const { dialedAt = 0, answeredAt, heardAt, endedAt = 0, endedBy } = seen(number) ?? {}
  const since = (at = NaN) => at - dialedAt
  return { answered: since(answeredAt), heard: since(heardAt), ended: since(endedAt), endedBy }
}

/** One, as the number says, and not at once: a loaded machine may be late by as much again, and more. */
function expectSecond(ms: number) {
  expect(ms).toBeGreaterThan(900)
  expect(ms).toBeLessThan(10_000)
}

function messageIsOver() {
  return probe.next(({ type }) => type === 'PlaybackFinished')
}

test('a customer answers after ringing, and hangs up when the talk is over that begins with an agent', async () => {
  const number = '+9991010010001'
  const { id, next } = await dial(number)
  await next('StasisStart')
  await probe.request('POST', `/channels/${id}/play?media=${encodeURIComponent(`sound:${voiceFile}`)}`)
  expect(await next('ChannelDestroyed')).toMatchObject({ cause: 16 })
  await messageIsOver()
  const { answered, heard, ended: over, endedBy } = await ended(number)
  expect(endedBy).toBe('customer')
  expectSecond(answered)
  expect(heard).toBeGreaterThanOrEqual(answered)
  expectSecond(over - heard)
})

test('a customer who hears a message and no agent stays until the centre hangs up', async () => {
  const number = '+9991010010002'
  const { id, next } = await dial(number)
  await next('StasisStart')
  await probe.request('POST', `/channels/${id}/play?media=sound:vm-nobodyavail`)
  await messageIsOver()
  await probe.request('DELETE', `/channels/${id}`)
  expect(await ended(number)).toMatchObject({ heard: NaN, endedBy: 'centre' })
})

test('a dial that the centre gives up is not answered afterwards', async () => {
  const number = '+9991100010003'
  const { id, next } = await dial(number)
  await expect.poll(() => seen(number)).toBeDefined()
  await probe.request('DELETE', `/channels/${id}`)
  await next('ChannelDestroyed')
  expect(await ended(number)).toMatchObject({ answered: NaN, endedBy: 'centre' })
})

test.each([
  { number: '+9995010000004', cause: 17, what: 'busy' },
  { number: '+9997010000005', cause: 34, what: 'congested' },
  { number: '+9998010000006', cause: 1, what: 'unknown' },
])('a number is $what after as many seconds as it says', async ({ number, cause }) => {
  const { next } = await dial(number)
  expect(await next('ChannelDestroyed')).toMatchObject({ cause })
  const { ended: over, endedBy } = await ended(number)
  expect(endedBy).toBe('network')
  expectSecond(over)
})

test('a phone that nobody answers rings until the centre gives up', async () => {
  const number = '+9996000000007'
  const { id, next } = await dial(number)
  await expect.poll(() => seen(number)).toBeDefined()
  await probe.request('DELETE', `/channels/${id}`)
  await next('ChannelDestroyed')
  expect(await ended(number)).toMatchObject({ answered: NaN, endedBy: 'centre' })
})

test('an answer that crosses our giving up is told as both, and the line ends', async () => {
  const number = '+9991010010008'
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  try {
    await once(socket, 'listening')
    say(socket, { method: 'INVITE', number })
    await hears(socket, 'SIP/2.0 200')
    say(socket, { method: 'CANCEL', number })
    await hears(socket, 'CSeq: 1 CANCEL')
    say(socket, { method: 'ACK', number })
    say(socket, { method: 'BYE', number })
    await hears(socket, 'CSeq: 1 BYE')
  } finally {
    socket.close()
  }
  const { answered, endedBy } = await ended(number)
  expect([Math.round(answered / 1000), endedBy]).toEqual([1, 'centre'])
})

/** A centre as bare as can be, whose requests come when a test wants it. */
function say(socket: Socket, { method, number }: { method: string; number: string }): void {
  const { port } = socket.address()
  const body = method === 'INVITE' ? 'm=audio 4000 RTP/AVP 8\r\n' : ''
  const lines = [
    `${method} sip:${number}@127.0.0.1:${networkPort} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK-crossing`,
    `From: <sip:centre@127.0.0.1:${port}>;tag=centre`,
    `To: <sip:${number}@127.0.0.1:${networkPort}>`,
    'Call-ID: crossing',
    `CSeq: 1 ${method}`,
    `Contact: <sip:centre@127.0.0.1:${port}>`,
    `Content-Length: ${body.length}`,
  ]
  socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`, networkPort, '127.0.0.1')
}

async function hears(socket: Socket, text: string): Promise<void> {
  for (let said = ''; !said.includes(text);) said = String((await once(socket, 'message'))[0])
}
