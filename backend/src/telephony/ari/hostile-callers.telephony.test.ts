import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { runSipp, startSipp } from '../../../../bin/lib/sipp.mjs'
import type { Telephony } from '../port.ts'
import { hearEvents, type HeardEvents } from '../testing/heard-events.ts'
import { testAriOptions, testTrunkPort } from '../testing/real-asterisk.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

let telephony: Telephony
let events: HeardEvents
const did = '+380441112233'

beforeAll(async () => {
  telephony = createAriTelephony(testAriOptions())
  events = hearEvents(telephony)
  telephony.start()
  await events.until('connected')
})
afterEach(() => events.clear())
afterAll(() => telephony.close())

async function arrivalOf(display: string | Buffer, caller = '+380671234567') {
  events.clear()
  const target = { port: testTrunkPort() }
  const sipp = await startSipp({ scenario: 'caller', target, did, display, caller })
  const arrival = await events.until('customerArrived')
  await telephony.hangUp(arrival.channelId, 'rejected')
  await events.until('channelGone')
  await sipp.result
  expect(events.of('disconnected')).toEqual([])
  return arrival
}

test('markup in the name of a caller arrives as text', async () => {
  expect((await arrivalOf('<script>alert(1)</script>')).callerName).toBe('<script>alert(1)</script>')
})

test('a name of ten kilobytes is cut to 80 characters or refused, and the next caller arrives', async () => {
  const target = { port: testTrunkPort() }
  const long = await startSipp({
    scenario: 'caller',
    target,
    did,
    display: 'x'.repeat(10_000),
    args: ['-m', '1', '-timeout', '2'],
  })
  const end = await Promise.race([events.until('customerArrived'), long.result])
  if ('channelId' in end) {
    expect(end.callerName?.length).toBeLessThanOrEqual(80)
    await telephony.hangUp(end.channelId)
    await events.until('channelGone')
  }
  long.kill()
  await long.result
  events.clear()
  expect((await arrivalOf('Olena')).callerName).toBe('Olena')
})

test.each([
  ['bytes that are not UTF-8', Buffer.from([0x41, 0xff, 0xfe, 0xc3, 0x28, 0x42])],
  ['a broken surrogate', Buffer.from([0x41, 0xed, 0xa0, 0x80, 0x42])],
  ['an overlong slash', Buffer.from([0x41, 0xc0, 0xaf, 0x42])],
])('%s in a name do not disturb the events', async (_what, bytes) => {
  const { callerName } = await arrivalOf(bytes)
  expect(Buffer.from(callerName ?? '').toString()).toBe(callerName ?? '')
  expect((await arrivalOf('Олена')).callerName).toBe('Олена')
})

test('control characters in a name become spaces', async () => {
  const { callerName } = await arrivalOf('A\u0001\u001bB')
  expect(callerName).toBe('A B')
})

test.each([
  ['an override of the direction of writing', '\u202eevil\u202c'],
  ['isolates and marks of direction', '\u2067e\u200fv\u061ci\u2069l'],
  ['letters that nobody sees', '\u00ade\u3164v\u{e0041}i\ufff9l\u180e\u2800'],
])('%s in a name is taken out', async (_what, name) => {
  const { callerName } = await arrivalOf(name)
  expect(callerName).toBe('evil')
})

test('letters that stand one on the other over lines of the screen are cut', async () => {
  const { callerName } = await arrivalOf(`O${'\u0301'.repeat(12)}lena`)
  expect(callerName).toBe('O\u0301\u0301\u0301lena')
})

test('a stranger is refused and never arrives', async () => {
  const { errors } = await runSipp({ scenario: 'stranger', target: { port: testTrunkPort() }, did, from: '127.0.0.2' })
  expect(errors).toBe('')
  expect(events.of('customerArrived')).toEqual([])
})
