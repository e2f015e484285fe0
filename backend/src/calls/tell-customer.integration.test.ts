import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Redis } from '@orderline/runtime/redis'
import { testDialOrder } from './testing/dial-order.ts'
import { closeRedis, openTestRedis, startTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let redis: Redis
let centre: TestCentre
let callId: string
const customerId = randomUUID()

/** An agent has dialled a number of which nobody knows whose it is. */
beforeEach(async () => {
  redis = await openTestRedis()
  centre = await startTestCentre(redis, { identifyCustomer: () => Promise.resolve(undefined) })
  await centre.agentReady({ room: true })
  const started = await centre.startDialedCall(testDialOrder(centre.clock.now, { customerId: null }))
  if (!started.started) throw new Error(started.because)
  callId = started.callId
})
afterEach(async () => {
  await centre.close()
  await closeRedis(redis)
})

const entries = async () => (await centre.journalled()).filter(({ type }) => type === 'customerIdentified')
const tell = () => centre.tellCustomer({ callId, customerId, isNew: false })

it('a call whose customer a person names knows it from then on, and journals it once', async () => {
  await tell()
  await tell()
  expect(centre.calls.get(callId)).toMatchObject({ customerId })
  expect(await entries()).toMatchObject([{ callId, customerId, isNew: false }])
})

it('a call that is over has its customer in the journal alone', async () => {
  centre.fake.parties.hangsUp(`${callId}-customer`)
  await until(async () => (await centre.journalled()).some(({ type }) => type === 'callEnded'))
  await tell()
  expect(await entries()).toMatchObject([{ callId, customerId, isNew: false }])
})
