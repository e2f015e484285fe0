import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createSilentLogger } from '@orderline/runtime/logger'
import { expect, test } from 'vitest'
import { createAriTelephony } from './ari/index.ts'
import { createSipProxy } from './sip-proxy.ts'
import { testAriOptions, testSipWsUrl } from './testing/real-asterisk.ts'
import { openSipPhone } from './testing/sip-phone.ts'

test('a phone registers with Asterisk through the address of our own server', async () => {
  const telephony = createAriTelephony(testAriOptions())
  const account = { username: 'agent-through-proxy', password: 'a secret' }
  await telephony.pushAccount(account)
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const authorizeUpgrade = () => Promise.resolve(true)
  const proxy = createSipProxy({
    server,
    path: '/sip',
    targetUrl: testSipWsUrl(),
    authorizeUpgrade,
    log: createSilentLogger(),
  })
  const phone = await openSipPhone({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sip`, ...account })
  expect(await phone.register()).toBe(200)
  await telephony.removeAccount(account.username)
  // 401, or 404 where the trunk has the same address as the phone: either way nobody is let in.
  expect(await phone.register()).toBeGreaterThanOrEqual(401)
  proxy.close()
  server.close()
  await telephony.close()
})
