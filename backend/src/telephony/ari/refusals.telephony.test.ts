import { toError } from '@orderline/runtime/errors'
import { afterAll, expect, test } from 'vitest'
import { testAriOptions } from '../testing/real-asterisk.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

const telephony = createAriTelephony(testAriOptions())
afterAll(() => telephony.close())

const customerDial = telephony.originate.bind(null, {
  channelId: 'nobody-of-the-call',
  endpoint: { kind: 'trunk', number: '+380671234567' },
  callerNumber: '+380800100200',
  callerName: 'Olena Kovalenko',
  timeoutSeconds: 5,
  purpose: { kind: 'customer', callId: 'a-call' },
  variables: {},
  originator: 'a-channel-that-is-gone',
})

test.each([
  ['a dial', customerDial],
  ['pressed keys', () => telephony.sendDtmf('a-channel-that-is-gone', '4149380671234567')],
])('the error of %s that Asterisk refuses goes into the log: it tells neither number nor name', async (_what, ask) => {
  const error = toError(await ask().catch((thrown: unknown) => thrown))
  expect(error).toMatchObject({ code: 'telephony/not-found' })
  expect(JSON.stringify(error)).toContain('channels/')
  expect(JSON.stringify(error)).not.toMatch(/380671234567|380800100200|Olena/)
})
