import { describe, expect, it } from 'vitest'
import { connectWithinMs } from './connecting.ts'
import { callDue } from './due.ts'
import { agentlessCall, bob, carol, outboundCall, play, toRoom } from './testing.ts'
import type { CallEvent } from './events.ts'

const drawn = { detectMachines: true, samplesMachine: true }
const predictive = () => outboundCall(0, { ...drawn, mode: 'predictive', leg: null })
const machine: CallEvent = { type: 'machineAnswered' }
const journalled = (effects: readonly { type: string; entry?: { type: string } }[]) =>
  effects.flatMap(({ entry }) => entry?.type ?? [])

describe('what the detection takes for a machine, where the lot fell on the call', () => {
  it('goes to the agent who is reserved, who is asked what it is', () => {
    const { call, effects } = play(outboundCall(0, drawn), [machine], 4_000)
    expect(call).toMatchObject({ state: 'talking', machineCheck: 'asked', customerAnsweredAt: 4_000 })
    expect(journalled(effects)).toEqual(['machinePassed', 'customerAnswered', 'callAnswered'])
  })

  it('waits for an agent of a predictive dial for the same two seconds as a person', () => {
    const { call } = play(predictive(), [machine], 4_000)
    expect(call).toMatchObject({ state: 'waiting', connectBy: 4_000 + connectWithinMs, machineCheck: 'asked' })
    const talk = play(call, [{ type: 'agentReserved', agent: toRoom(bob), routing: null }], 5_000)
    expect(talk.call).toMatchObject({ state: 'talking', machineCheck: 'asked' })
  })

  it('hears the message and is abandoned when nobody came in them', () => {
    const { call } = play(predictive(), [machine], 4_000)
    const now = 4_000 + connectWithinMs
    const due = callDue(call, now, () => 0)
    const { call: over, effects } = play(call, due ? [due] : [], now)
    expect(over).toMatchObject({ state: 'ended', outcome: 'abandoned' })
    expect(effects).toContainEqual({ type: 'sayFarewell', sentence: 'abandoned' })
  })

  it('has waited already while nobody listened', () => {
    const { call } = play(predictive(), [{ ...machine, aloneMs: connectWithinMs }], 9_000)
    expect(call).toMatchObject({ state: 'ended', outcome: 'abandoned' })
  })
})

it('is hung up where the lot did not fall on it', () => {
  const { call } = play(outboundCall(0, { ...drawn, samplesMachine: false }), [machine], 4_000)
  expect(call).toMatchObject({ state: 'ended', outcome: 'machine', machineCheck: null })
})

it.each([false, true])(
  'is hung up by the exchange itself while nobody listens, drawn or not (%s)',
  (samplesMachine) => {
    const gone: CallEvent = { type: 'machineLeftAlone' }
    const { call, effects } = play(outboundCall(0, { ...drawn, samplesMachine }), [gone], 9_000)
    expect(call).toMatchObject({ state: 'ended', outcome: 'machine', machineCheck: null })
    expect(call).not.toMatchObject({ foundLate: true })
    expect(effects.map(({ type }) => type)).toContain('releaseAgent')
  },
)

describe('the agent’s word on it', () => {
  const asked = () => play(outboundCall(0, drawn), [machine], 4_000).call
  const judged = (judgement: 'person' | 'machine', agentId = bob): CallEvent => ({
    type: 'machineJudged',
    agentId,
    judgement,
  })

  it('is kept, and may be changed', () => {
    const { call, effects } = play(asked(), [judged('person'), judged('machine')], 6_000)
    expect(call).toMatchObject({ state: 'talking', machineCheck: 'machine' })
    expect(journalled(effects)).toEqual(['machineJudged', 'machineJudged'])
  })

  it('counts once, and is nobody else’s', () => {
    const { effects } = play(asked(), [judged('person'), judged('person'), judged('machine', carol)], 6_000)
    expect(journalled(effects)).toEqual(['machineJudged'])
  })

  it('is not asked for of a call that was not taken for a machine', () => {
    const talk = play(outboundCall(0, drawn), [{ type: 'customerAnswered' }], 4_000).call
    expect(play(talk, [judged('person')], 6_000).effects).toEqual([])
    expect(agentlessCall().machineCheck).toBeNull()
  })
})
