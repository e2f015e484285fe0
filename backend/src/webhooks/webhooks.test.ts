import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isPrivateAddress, refusePrivateHost } from './private-addresses.ts'
import { planRetry } from './retry-plan.ts'
import { createSendWebhook } from './send-webhook.ts'

describe('planRetry', () => {
  const hour = 3_600_000

  it('waits longer each time, and gives up after three days', () => {
    const waits: number[] = []
    let now = 0
    for (let attempts = 1; ; attempts++) {
      const at = planRetry({ attempts, createdAt: 0, now })
      if (at === undefined) break
      waits.push((at - now) / 1_000)
      now = at
    }
    expect(waits.slice(0, 9)).toEqual([5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200])
    expect(now).toBeGreaterThan(60 * hour)
    expect(now).toBeLessThanOrEqual(72 * hour)
  })

  it('waits as long as the receiver asks, within an hour', () => {
    expect(planRetry({ attempts: 1, createdAt: 0, now: 0, askedWait: 60_000 })).toBe(60_000)
    expect(planRetry({ attempts: 1, createdAt: 0, now: 0, askedWait: 10 * hour })).toBe(hour)
    expect(planRetry({ attempts: 1, createdAt: 0, now: 0, askedWait: 1 })).toBe(5_000)
  })
})

describe('private networks', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '192.0.0.1',
    '198.18.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '192.88.99.2',
    '64:ff9b:1::a00:1',
    '64:ff9b:1:ffff::1',
    '100::1',
    '100:0:0:1::1',
    '2001::1',
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:1ff:ffff::1',
    '2002:a00:1::1',
    '3fff::1',
    '5f00::1',
    'fec0::1',
    'feff::1',
    'ff02::1',
    '::10.0.0.1',
    '4000::1',
    'fe80::1%eth0',
    'localhost',
  ])('has %s', (address) => expect(isPrivateAddress(address)).toBe(true))

  it.each(['1.1.1.1', '93.184.216.34', '172.15.0.1', '2606:4700:4700::1111', '2001:200::1', '::ffff:1.1.1.1'])(
    'has not %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  )

  it.each(['http://127.0.0.1/', 'http://[::1]/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/'])(
    'is seen in %s, however it is written',
    (url) => expect(() => refusePrivateHost(new URL(url))).toThrow('private network'),
  )

  it('is never connected to, neither by address nor by a name that leads there', async () => {
    const { send, close } = createSendWebhook({ allowPrivate: false })
    const webhook = { id: 'x', secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], body: '{}', at: 0 }
    for (const url of ['http://127.0.0.1:9/', 'http://localhost:9/']) {
      expect(await send({ ...webhook, url })).toMatchObject({
        ok: false,
        problem: expect.stringContaining('private network') as string,
      })
    }
    await close()
  })
})

it('a message is taken once its receiver says so, though its answer never ends', async () => {
  const receiver = createServer((_request, answer) => answer.writeHead(200).write('taken, and'))
  await once(receiver.listen(0, '127.0.0.1'), 'listening')
  const { send, close } = createSendWebhook({ allowPrivate: true })
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const webhook = { id: 'x', url, secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], body: '{}', at: 0 }
  expect(await send(webhook)).toEqual({ ok: true, status: 200 })
  await close()
  receiver.closeAllConnections()
  receiver.close()
})
