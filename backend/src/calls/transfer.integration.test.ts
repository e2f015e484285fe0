import { beforeEach, describe, expect, it } from 'vitest'
import { did, eachInTestCentre, queue, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let centre: TestCentre
let customer: string
let bob: string
eachInTestCentre((fresh) => {
  centre = fresh
})
beforeEach(async () => {
  bob = await centre.agentReady({ room: true })
  customer = centre.fake.parties.customerCalls({ did: did.number, number: '0441234567' })
  await centre.untilCall('offering')
  await centre.commands.answer(bob)
})

const bridgeOf = (channelId: string) => centre.fake.channels.get(channelId)?.bridgeId

describe('an agent who passes a customer on', () => {
  it('to a queue: the customer waits with music, the agent wraps up', async () => {
    await centre.commands.transfer(bob, { to: { kind: 'queue', id: queue.id }, mode: 'blind' })
    expect(centre.call()).toMatchObject({ state: 'waiting' })
    expect(centre.fake.channels.get(customer)).toMatchObject({ bridgeId: null, hearsMoh: true })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'wrap-up' })
    await until(() => centre.pushed.at(-1)?.call?.endedBecause === 'transferred')
  })

  it('to an agent who is asked first: all three in turn are where they should be', async () => {
    const carol = await centre.agentReady({ name: 'Carol', room: true })
    await centre.commands.transfer(bob, { to: { kind: 'agent', id: carol }, mode: 'consult' })
    expect(centre.fake.channels.get(customer)).toMatchObject({ bridgeId: null, hearsMoh: true })
    await centre.commands.answer(carol)
    expect(bridgeOf(`room-of-${carol}`)).toBe(`room-${bob}`)
    await centre.commands.makeConference(bob)
    expect(bridgeOf(customer)).toBe(`room-${bob}`)
    await centre.commands.completeTransfer(bob)
    expect(bridgeOf(customer)).toBe(`room-${carol}`)
    expect(bridgeOf(`room-of-${carol}`)).toBe(`room-${carol}`)
    expect(bridgeOf(`room-of-${bob}`)).toBe(`room-${bob}`)
    expect(centre.agents.get(bob)).toMatchObject({ state: 'wrap-up' })
    expect(centre.agents.get(carol)).toMatchObject({ state: 'talking' })
  })

  it('to nobody who is not free', async () => {
    const carol = await centre.agentReady({ name: 'Carol', room: true })
    await centre.agents.apply(carol, { type: 'wentOnBreak', reason: 'lunch', afterCall: false })
    const transfer = centre.commands.transfer(bob, { to: { kind: 'agent', id: carol }, mode: 'blind' })
    await expect(transfer).rejects.toMatchObject({ code: 'agent/wrong-state' })
    expect(centre.call()).toMatchObject({ state: 'talking' })
  })

  it('a blind transfer that is declined brings the customer back to the queue', async () => {
    const carol = await centre.agentReady({ name: 'Carol', room: true })
    await centre.commands.transfer(bob, { to: { kind: 'agent', id: carol }, mode: 'blind' })
    await centre.commands.decline(carol)
    expect(centre.call()).toMatchObject({ state: 'waiting', declinedBy: [carol] })
  })
})

describe('in a talk', () => {
  it('hold is music for the customer, whom nobody hears meanwhile', async () => {
    await centre.commands.hold(bob, true)
    expect(centre.fake.channels.get(customer)).toMatchObject({ isHeld: true, muted: { in: true } })
    await centre.commands.hold(bob, false)
    expect(centre.fake.channels.get(customer)).toMatchObject({ isHeld: false, muted: { in: false } })
  })

  it('a button pressed twice is refused the second time, and changes nothing', async () => {
    await centre.commands.pauseRecording(bob, true)
    await expect(centre.commands.pauseRecording(bob, true)).rejects.toMatchObject({ code: 'call/wrong-state' })
    expect([...centre.fake.recordings.values()].map(({ state }) => state)).toEqual(['paused'])
  })

  it('keys go to the customer', async () => {
    await centre.commands.sendDtmf(bob, '12#')
    expect(centre.fake.channels.get(customer)?.dtmfSent).toBe('12#')
  })

  it('keys of an agent who was asked and has not answered, or has passed the customer on, go nowhere', async () => {
    const carol = await centre.agentReady({ name: 'Carol', room: true })
    await centre.commands.transfer(bob, { to: { kind: 'agent', id: carol }, mode: 'consult' })
    await expect(centre.commands.sendDtmf(carol, '1')).rejects.toMatchObject({ code: 'call/wrong-state' })
    await centre.commands.answer(carol)
    await centre.commands.completeTransfer(bob)
    await expect(centre.commands.sendDtmf(bob, '2')).rejects.toMatchObject({ code: 'call/wrong-state' })
    await centre.commands.sendDtmf(carol, '3')
    expect(centre.fake.channels.get(customer)?.dtmfSent).toBe('3')
  })
})
