import { createId } from '@orderline/runtime/ids'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Telephony } from '../port.ts'
import { hearEvents, type HeardEvents } from '../testing/heard-events.ts'
import { testAriOptions, testSipWsUrl } from '../testing/real-asterisk.ts'
import { openSipPhone } from '../testing/sip-phone.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

let telephony: Telephony
let events: HeardEvents

beforeAll(async () => {
  telephony = createAriTelephony(testAriOptions())
  events = hearEvents(telephony)
  telephony.start()
  await events.until('connected')
})
afterAll(async () => {
  events.stop()
  await telephony.close()
})

test('the INVITE to an agent’s phone names the call, so that the screen can tell which card it belongs to', async () => {
  const account = { username: `agent-${createId().slice(-12)}`, password: createId() }
  await telephony.pushAccount(account)
  const phone = await openSipPhone({ url: testSipWsUrl(), ...account })
  await phone.register()
  await events.until('phoneRegistered', ({ username }) => username === account.username)
  for (const callId of ['first-call', 'second-call']) {
    const channelId = createId()
    await telephony.originate({
      channelId,
      endpoint: { kind: 'agent', username: account.username },
      callerNumber: '+380671234567',
      callerName: 'Shop',
      timeoutSeconds: 10,
      purpose: { kind: 'agent', callId, agentId: 'bob' },
      variables: { ORDERLINE_CALL: callId },
    })
    await events.until('legAnswered', (event) => event.channelId === channelId)
    await telephony.hangUp(channelId)
    await events.until('channelGone', (event) => event.channelId === channelId)
  }
  expect(phone.invitedWith('X-Orderline-Call')).toEqual(['first-call', 'second-call'])
  // Not the machine's own name, which may begin with a digit.
  for (const header of ['From', 'Contact']) {
    for (const value of phone.invitedWith(header)) expect(value).toMatch(/<sips?:[^@>]+@orderline[:;>]/)
  }
  phone.close()
  await telephony.removeAccount(account.username)
})
