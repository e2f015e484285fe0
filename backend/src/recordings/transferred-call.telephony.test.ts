import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { closeRedis, type Redis } from '@orderline/runtime/redis'
import { did, openTestRedis, startTestCentre, type TestCentre } from '../calls/testing/test-centre.ts'
import { until } from '../calls/testing/until.ts'
import { projectCall } from '../records/project-call.ts'
import { createAriTelephony } from '../telephony/ari/index.ts'
import type { Telephony } from '../telephony/port.ts'
import { carrierCalls, testAriOptions, testSipWsUrl } from '../telephony/testing/real-asterisk.ts'
import { openSipPhone, type SipPhone } from '../telephony/testing/sip-phone.ts'
import { recordingFiles } from './recording-files.ts'

let redis: Redis
let centre: TestCentre
let telephony: Telephony
const phones: SipPhone[] = []

beforeAll(async () => {
  redis = await openTestRedis()
  telephony = createAriTelephony(testAriOptions())
  centre = await startTestCentre(redis, { now: Date.now, telephony })
})
afterEach(async () => {
  await Promise.all((await telephony.listChannels()).map(({ channelId }) => telephony.hangUp(channelId)))
  phones.forEach((phone) => phone.close())
})
afterAll(async () => {
  await centre.close()
  await telephony.close()
  await closeRedis(redis)
})

/** An agent who answers at once. */
async function agentAtPhone(name: string): Promise<string> {
  const id = randomUUID()
  const rights = { login: name, role: 'agent', clientId: null, locale: 'en', audioMode: 'ring' } as const
  const session = { ...rights, userId: id, name, sessionId: `session-${id}` }
  await centre.logins.loggedIn(session)
  const phone = await openSipPhone({
    url: testSipWsUrl(),
    ...(await centre.desk.sipAccount(session)),
    onCall: 'answer',
  })
  phones.push(phone)
  await phone.register()
  await until(() => centre.agents.get(id)?.phoneRegistered)
  await centre.agents.apply(id, { type: 'wentReady' })
  return id
}

test('RS-10: after a transfer the record links both recordings, and both lie in the directory', async () => {
  const bob = await agentAtPhone('Bob')
  const hangUp = await carrierCalls({ did: did.number, number: '+380671234567', name: 'Alice' })
  const { id } = await centre.untilCall('talking')
  const carol = await agentAtPhone('Carol')
  await centre.calls.handle(id, {
    type: 'transferredToAgent',
    agentId: bob,
    target: { agentId: carol, roomChannelId: null },
  })
  await until(() => {
    const call = centre.calls.get(id)
    return call?.state === 'talking' && call.leg.agentId === carol
  })
  await hangUp()
  await until(async () => (await centre.journalled()).some(({ type }) => type === 'callEnded'))
  const entries = (await centre.journalled()).filter((entry) => 'callId' in entry && entry.callId === id)
  const files = recordingFiles(projectCall(id, entries)!.row)
  expect(files).toEqual([`${id}.wav`, `${id}-2.wav`])
  for (const file of files) await until(() => existsSync(join(process.env['TEST_RECORDINGS_DIR'] ?? '', file)))
})
