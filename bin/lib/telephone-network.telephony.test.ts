import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startAsterisk } from './asterisk.mjs'
import { runDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { basicAuth } from './readiness.mjs'
import { runSipp, startSipp } from './sipp.mjs'
import { openAriProbe, type AriProbe } from './testing/ari-probe.ts'

type Asterisk = Awaited<ReturnType<typeof startAsterisk>>
const did = '+380445550101'
const started = 'StasisStart'
let centre: Asterisk
let carrier: Asterisk
let probe: AriProbe

beforeAll(async () => {
  const dir = process.env['TEST_RUN_DIR'] ?? runDir
  rmSync(join(dir, 'proof-centre'), { recursive: true, force: true })
  const sipPort = await freePort()
  carrier = await startAsterisk({ dir: join(dir, 'proof-carrier'), role: 'carrier', peer: { port: sipPort } })
  const peer = { port: carrier.sipPort }
  centre = await startAsterisk({ dir: join(dir, 'proof-centre'), role: 'centre', sipPort, peer, enterTries: 1 })
  probe = await openAriProbe(centre)
})

afterAll(async () => {
  await probe?.close()
  await Promise.all([centre?.stop(), carrier?.stop()])
})

function target() {
  return { port: centre.sipPort }
}

async function arrival() {
  const { channel, args } = await probe.next((event) => event.type === started && event.args?.[0] === 'inbound')
  return { id: channel!.id, caller: channel!.caller, args }
}

describe('a call from the trunk', () => {
  test('enters the backend with the number that was called, and is heard when answered', async () => {
    const call = runSipp({ scenario: 'caller', target: target(), did, talkMs: 1500 })
    const { id, args, caller } = await arrival()
    expect(args).toEqual(['inbound', did])
    expect(caller).toMatchObject({ name: 'Customer', number: '+380671234567' })
    await probe.request('POST', `/channels/${id}/answer`)
    await expect.poll(async () => await receivedPackets(id)).toBeGreaterThan(20)
    expect((await call).code).toBe(0)
  })

  test('that the backend ends is over: no music, no voicemail', async () => {
    const call = startSipp({ scenario: 'caller-stays', target: target(), did })
    const { id } = await arrival()
    await probe.request('POST', `/channels/${id}/answer`)
    await probe.request('DELETE', `/channels/${id}`)
    expect((await (await call).result).code).toBe(0)
    expect(readdirSync(centre.voicemailDir)).toEqual([])
  })

  test('may be given up before the answer', async () => {
    const call = runSipp({ scenario: 'caller-gives-up', target: target(), did, talkMs: 300 })
    const { id } = await arrival()
    await probe.next((event) => event.type === 'StasisEnd' && event.channel?.id === id)
    expect((await call).code).toBe(0)
  })

  test('from an address that is no trunk gets 401 and reaches nobody', async () => {
    const { code, messages } = await runSipp({ scenario: 'stranger', target: target(), did, from: '127.0.0.2' })
    expect(messages).toContain('401 Unauthorized')
    expect(code).toBe(0)
  })

  test.each([
    ['markup', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['10 kB', 'x'.repeat(10_000), 'x'.repeat(79)],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0x41, 0xc3, 0x28]), '\ufffdA\ufffd('],
  ])('with a hostile name (%s) arrives as bounded, valid text', async (_, display, expected) => {
    const call = runSipp({ scenario: 'caller-stays', target: target(), did, display })
    const { id, caller } = await arrival()
    expect(caller.name).toBe(expected)
    await probe.request('POST', `/channels/${id}/answer`)
    await probe.request('DELETE', `/channels/${id}`)
    expect((await call).code).toBe(0)
  })

  test('that comes while no backend listens hears music, enters when one does, else leaves a message', async () => {
    await probe.close()
    const message = { scenario: 'caller', target: target(), did, talkMs: 14_000 } as const
    const calls = [runSipp({ ...message, caller: '+380670000001' }), runSipp({ ...message, caller: '..%2F..%2Fetc' })]
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual([0, 0])
    const names = readdirSync(centre.voicemailDir).map((name) => name.replace(/^\d{10}_/, ''))
    expect(names.toSorted()).toEqual(['+380445550101_+380670000001.wav', '+380445550101_anonymous.wav'])

    const returning = await startSipp({ scenario: 'caller-stays', target: target(), did })
    await expect.poll(async () => (await channels()).length).toBeGreaterThan(0)
    probe = await openAriProbe(centre)
    const { id } = await arrival()
    await probe.request('DELETE', `/channels/${id}`)
    expect((await returning.result).code).toBe(0)
  })
})

test('a customer whom we called, who waits, and whose backend is gone hears who called, and is hung up on', async () => {
  const id = 'proof-waits-alone'
  const dialed = { context: 'dialed', extension: 's', priority: '1', endpoint: 'PJSIP/+380671112220@trunk' }
  const variables = { ORDERLINE_CALL: 'alone', ORDERLINE_FAREWELL: 'hello-world' }
  await probe.request('POST', `/channels/${id}?${new URLSearchParams(dialed).toString()}`, { variables })
  await probe.next(({ type, channel }) => type === started && channel?.id === id)
  await probe.request('POST', `/channels/${id}/variable?variable=TIMEOUT(absolute)&value=1`)
  await probe.close()
  await expect.poll(async () => (await channels())[0]?.dialplan.app_data, { timeout: 30_000 }).toBe('hello-world')
  await expect.poll(async () => (await channels()).length, { timeout: 30_000 }).toBe(0)
  probe = await openAriProbe(centre)
  await expect(probe.request('GET', `/asterisk/variable?variable=LEFT_ALONE_${id}`)).resolves.toEqual({ value: '' })
})

describe('the simulated telephone network', () => {
  test.each([
    { ending: '0 answers at once', number: '+380671112220', outcome: 'answered', atLeast: 0.2 },
    { ending: '3 answers after 4 s', number: '+380671112223', outcome: 'answered', atLeast: 3.8 },
    { ending: '5 is busy', number: '+380671112225', outcome: 17, atLeast: 0 },
    { ending: '7 is congested', number: '+380671112227', outcome: 34, atLeast: 0 },
    { ending: '98 does not exist', number: '+380671112298', outcome: 1, atLeast: 0 },
    { ending: '99 refuses', number: '+380671112299', outcome: 21, atLeast: 0 },
  ])('a number that ends in $ending', async ({ number, outcome, atLeast }) => {
    const startedAt = performance.now()
    const { id, event } = await dial(number)
    const seconds = (performance.now() - startedAt) / 1000
    expect(event.type === started ? 'answered' : event.cause).toBe(outcome)
    expect(seconds).toBeGreaterThan(atLeast)
    if (event.type !== started) return
    await expect.poll(async () => await receivedPackets(id)).toBeGreaterThan(10)
    await probe.request('DELETE', `/channels/${id}`)
  })

  test('a number that ends in 9 answers, and hangs up by itself when it has said a word', async () => {
    const { id, event: answered } = await dial('+380671112229')
    expect(answered.type).toBe(started)
    const ended = await probe.next((event) => event.type === 'StasisEnd' && event.channel?.id === id)
    // By Asterisk's clock, and no upper bound: how late it comes is the machine's affair.
    expect(Date.parse(ended.timestamp) - Date.parse(answered.timestamp)).toBeGreaterThan(1_500)
  })

  test('a number that ends in 6 rings and rings', async () => {
    const startedAt = performance.now()
    const { event } = await dial('+380671112226', 2)
    expect(event.type).toBe('ChannelDestroyed')
    expect((performance.now() - startedAt) / 1000).toBeGreaterThan(1.8)
  })
})

describe('a browser', () => {
  test('that is not logged in cannot pretend to be the trunk', async () => {
    const answer = await inviteOverWebSocket(centre.wsUrl, did)
    expect(answer).toMatch(/^SIP\/2\.0 (401|403|603)/)
  })
})

describe('a centre that listens on all addresses, as in a container,', () => {
  let everywhere: Asterisk
  beforeAll(async () => {
    const dir = join(process.env['TEST_RUN_DIR'] ?? runDir, 'proof-everywhere')
    everywhere = await startAsterisk({ dir, role: 'centre', peer: { port: carrier.sipPort }, listenOn: '0.0.0.0' })
  })
  afterAll(() => everywhere?.stop())

  test('hands the calls of the trunk to the backend', async () => {
    const heard = await openAriProbe(everywhere)
    const call = runSipp({ scenario: 'caller-stays', target: { port: everywhere.sipPort }, did })
    const ended = call.then(({ code, messages }) => ({ code, messages }))
    const arrived = heard.next((event) => event.type === started)
    const first = await Promise.race([ended, arrived])
    expect(first).toMatchObject({ args: ['inbound', did] })
    await heard.request('DELETE', `/channels/${(await arrived).channel?.id}`)
    await ended
    await heard.close()
  })

  test('is not deceived by a browser that is not logged in', async () => {
    const answer = await inviteOverWebSocket(everywhere.wsUrl, did)
    expect(answer).toMatch(/^SIP\/2\.0 (401|403|603)/)
  })
})

async function receivedPackets(id: string) {
  const { rxcount } = (await probe.request('GET', `/channels/${id}/rtp_statistics`)) as { rxcount: number }
  return rxcount
}

async function channels() {
  const response = await fetch(`${centre.url}/ari/channels`, { headers: { authorization: basicAuth(centre.ari) } })
  return (await response.json()) as { dialplan: { app_data: string } }[]
}

/** Calls out through the trunk; the event is the answer or the end. */
async function dial(number: string, timeout = 30) {
  const id = `proof-${number.slice(1)}-${timeout}`
  await probe.request(
    'POST',
    `/channels/${id}?endpoint=${encodeURIComponent(`PJSIP/${number}@trunk`)}&app=orderline&timeout=${timeout}`,
  )
  const event = await probe.next(
    ({ type, channel }) => (type === started || type === 'ChannelDestroyed') && channel?.id === id,
  )
  return { id, event }
}

/** A bare INVITE of nobody's, with a header that claims UDP; the first final answer. */
function inviteOverWebSocket(url: string, number: string): Promise<string> {
  const socket = new WebSocket(url, 'sip')
  const body = 'v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n'
  const invite = [
    `INVITE sip:${number}@127.0.0.1 SIP/2.0`,
    'Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bK-stranger',
    'From: <sip:+380670000009@127.0.0.1>;tag=s',
    `To: <sip:${number}@127.0.0.1>`,
    'Call-ID: stranger-over-ws',
    'CSeq: 1 INVITE',
    'Contact: <sip:x@127.0.0.1;transport=ws>',
    'Max-Forwards: 70',
    'Content-Type: application/sdp',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.send(invite))
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      if (data.toString().startsWith('SIP/2.0 1')) return
      resolve(data.toString())
      socket.close()
    })
  })
}
