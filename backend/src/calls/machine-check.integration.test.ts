import { describe, expect, it } from 'vitest'
import { connectWithinMs } from '@orderline/domain/call'
import type { DialOrder, JournalEntry } from '@orderline/domain/contract'
import { testDialOrder } from './testing/dial-order.ts'
import { eachInTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let centre: TestCentre
eachInTestCentre((fresh) => {
  centre = fresh
})

/** A dial that the detection takes for a machine; the lot fell on it, unless the test says otherwise. */
async function takenForMachine(over: Partial<DialOrder> = {}): Promise<string> {
  const drawn = { mode: 'predictive', detectMachines: true, samplesMachine: true } as const
  const started = await centre.startDialedCall(testDialOrder(centre.clock.now, { ...drawn, ...over }))
  if (!started.started) throw new Error(started.because)
  centre.fake.parties.answers(`${started.callId}-customer`, { isMachine: true })
  return started.callId
}
const untilEntry = (type: JournalEntry['type']): Promise<JournalEntry> =>
  until(async () => (await centre.journalled()).find((entry) => entry.type === type))
const shownChecks = () => centre.pushed.flatMap(({ call }) => (call ? [call.machineCheck] : []))

describe('a call that is taken for a machine and was drawn', () => {
  it.each(['predictive', 'progressive'] as const)('reaches the agent of a %s dial, who is asked', async (mode) => {
    const bob = await centre.agentReady({ room: true })
    const callId = await takenForMachine({ mode })
    await centre.untilAgent(bob, 'talking')
    expect(centre.calls.get(callId)).toMatchObject({ state: 'talking', machineCheck: 'asked' })
    await until(() => shownChecks().includes('asked'))
    await untilEntry('machinePassed')
  })

  it('shows and journals what the agent says', async () => {
    const bob = await centre.agentReady({ room: true })
    const callId = await takenForMachine()
    await centre.untilAgent(bob, 'talking')
    await centre.commands.judgeMachine(bob, { judgement: 'person' })
    expect(await untilEntry('machineJudged')).toMatchObject({ callId, agentId: bob, judgement: 'person' })
    await until(() => shownChecks().at(-1) === 'person')
    await expect(centre.commands.judgeMachine(bob, { judgement: 'person' })).rejects.toMatchObject({
      code: 'call/wrong-state',
    })
  })

  it('is abandoned after the two seconds, as a person is, when nobody is free', async () => {
    const callId = await takenForMachine()
    await centre.untilCall('waiting')
    centre.clock.now += connectWithinMs
    await centre.ticker.tick()
    expect(await untilEntry('callEnded')).toMatchObject({ callId, outcome: 'abandoned' })
    await until(() => centre.fake.playbacks.has(`farewell/${callId}-customer`))
  })
})

it('a call that is taken for a machine and was not drawn is nobody’s to judge', async () => {
  const bob = await centre.agentReady({ room: true })
  await takenForMachine({ samplesMachine: false })
  expect(await untilEntry('callEnded')).toMatchObject({ outcome: 'machine' })
  await expect(centre.commands.judgeMachine(bob, { judgement: 'machine' })).rejects.toMatchObject({
    code: 'call/not-found',
  })
})
