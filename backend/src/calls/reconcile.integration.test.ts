import { describe, expect, it } from 'vitest'
import { applyCallEvent, type Call, type CallEvent } from '@orderline/domain/call'
import { redisNames } from '@orderline/domain/contract'
import type { Telephony } from '../telephony/port.ts'
import { queueRules } from './queue-rules.ts'
import { testDialOrder } from './testing/dial-order.ts'
import { did, eachInTestCentre, queue, startTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let centre: TestCentre
const alice = { did: did.number, number: '0441234567' }
eachInTestCentre((fresh) => {
  centre = fresh
})

/** The line to the exchange breaks, the world goes on, the line comes back. */
async function missing(happens: () => void): Promise<void> {
  centre.fake.breakStream()
  happens()
  centre.fake.restoreStream()
  await centre.fake.settle()
}

/** A dial that is in Redis and rings, and of which no message has come: the mirror does not have it. */
async function startedByAnother(): Promise<{ callId: string }> {
  const order = testDialOrder(centre.clock.now, { mode: 'predictive' })
  const started = await centre.startDialedCall(order)
  if (!started.started) throw new Error(started.because)
  const entry = await centre.redis.hget(redisNames.calls, started.callId)
  await centre.callsStore.update(started.callId, () => ({ value: null, result: true }))
  await centre.redis.hset(redisNames.calls, started.callId, entry ?? '')
  return started
}

describe('after a gap', () => {
  it('a customer who hung up meanwhile is a missed call', async () => {
    const channelId = centre.fake.parties.customerCalls(alice)
    await centre.untilCall('waiting')
    await missing(() => centre.fake.parties.hangsUp(channelId))
    await until(() => centre.call() === undefined)
    expect((await centre.journalled()).at(-1)).toMatchObject({ type: 'callEnded', outcome: 'abandoned' })
  })

  it('a customer who called meanwhile is served', async () => {
    await missing(() => void centre.fake.parties.customerCalls(alice))
    expect(await centre.untilCall('waiting')).toMatchObject({ customerNumber: '+380441234567' })
  })

  it.each([
    [25_000, 'no-answer'],
    [12_000, 'system-failure'],
  ] as const)('a dial that is gone after %i ms ends as %s, and says nothing of the trunk', async (age, outcome) => {
    const order = testDialOrder(centre.clock.now, { mode: 'predictive', ringTimeoutSeconds: 25 })
    const started = await centre.startDialedCall(order)
    if (!started.started) throw new Error(started.because)
    const ends: Call[] = []
    centre.callsStore.onChange(({ value }) => void (value?.state === 'ended' && ends.push(value)))
    await missing(() => {
      centre.clock.now += age
      centre.fake.parties.hangsUp(`${started.callId}-customer`, 34)
    })
    expect(await until(() => ends[0])).toMatchObject({ outcome, foundLate: true })
    const ended = await until(async () => (await centre.journalled()).find(({ type }) => type === 'callEnded'))
    expect(ended).toMatchObject({ outcome, cause: null })
  })

  it('a talk that died with the exchange is a failure of ours, and its agent wraps up', async () => {
    const bob = await centre.agentReady({ room: true })
    centre.fake.parties.customerCalls(alice)
    await centre.untilCall('offering')
    await centre.commands.answer(bob)
    await centre.untilCall('talking')
    centre.clock.now += 1000
    centre.fake.restart()
    await centre.untilAgent(bob, 'wrap-up')
    const ended = await until(async () => (await centre.journalled()).find(({ type }) => type === 'callEnded'))
    expect(ended).toMatchObject({ outcome: 'system-failure', status: 'answered' })
  })

  it('an agent who answered meanwhile talks', async () => {
    await centre.agentReady()
    const channelId = centre.fake.parties.customerCalls(alice)
    const { id } = await centre.untilCall('offering')
    await until(() => centre.fake.channels.has(`${id}-agent-1`))
    await missing(() => centre.fake.parties.answers(`${id}-agent-1`))
    await centre.untilCall('talking')
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `call-${id}`)
  })

  it('a phone that registers while the exchange is asked is not taken for lost by the older answer', async () => {
    await centre.close()
    const { fake } = centre
    let whileAsked = (): unknown => undefined
    // Longer than anything takes that Redis was asked for before.
    const pause = async () => {
      for (let turn = 0; turn < 5; turn += 1) await centre.redis.ping()
    }
    const listRegistered = async () => {
      const registered = await fake.telephony.listRegistered()
      whileAsked()
      await pause()
      return registered
    }
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, listRegistered } })
    const bob = await centre.agentReady()
    const username = centre.agents.get(bob)?.sipUsername ?? ''
    let isAsked = false
    whileAsked = () => (isAsked = fake.parties.phoneRegisters(username))
    await missing(() => fake.parties.phoneUnregisters(username))
    await until(() => isAsked)
    await pause()
    await pause()
    expect(centre.agents.get(bob)).toMatchObject({ phoneRegistered: true })
  })

  it('a customer who came meanwhile and hangs up while the exchange is asked waits for nobody', async () => {
    await centre.close()
    const { fake } = centre
    let whileAsked = (): unknown => undefined
    const startedAt = async () => {
      whileAsked()
      return fake.telephony.startedAt()
    }
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, startedAt } })
    whileAsked = () => fake.parties.hangsUp('of-alice')
    await missing(() => void fake.parties.customerCalls({ ...alice, channelId: 'of-alice' }))
    const ended = await until(async () => (await centre.journalled()).find(({ type }) => type === 'callEnded'))
    expect(ended).toMatchObject({ outcome: 'abandoned' })
  })

  describe('what happens while the exchange is asked is not undone by its older answer:', () => {
    /** Happens once, when the exchange has said what channels it has. */
    let whenListed: () => unknown
    /** Longer than anything takes that Redis was asked for before. */
    const pause = async () => {
      for (let turn = 0; turn < 10; turn += 1) await centre.redis.ping()
    }
    async function restart(commands: Partial<Telephony> = {}) {
      await centre.close()
      const { fake, redis } = centre
      whenListed = () => undefined
      const listChannels = async () => {
        const channels = await fake.telephony.listChannels()
        const happens = whenListed
        whenListed = () => undefined
        await happens()
        return channels
      }
      const telephony = { ...fake.telephony, listChannels, ...commands }
      centre = await startTestCentre(redis, { fake, telephony })
    }
    const username = (agentId: string) => centre.agents.get(agentId)?.sipUsername ?? ''

    it('an agent whose room was entered is in it', async () => {
      await restart()
      const bob = await centre.agentReady()
      whenListed = async () => {
        centre.fake.parties.phoneCallsRoom(username(bob), 'new-room')
        await until(() => centre.agents.get(bob)?.roomChannelId === 'new-room')
      }
      await centre.reconcile()
      await until(() => centre.fake.channels.get('new-room')?.bridgeId === `room-${bob}`)
      expect(centre.agents.get(bob)).toMatchObject({ roomChannelId: 'new-room' })
    })

    it('an agent whose page was reloaded has the new line', async () => {
      // The exchange takes its time to hang up the old one.
      const { hangUp } = centre.fake.telephony
      await restart({ hangUp: async (id) => (id.startsWith('room-of-') ? undefined : hangUp(id)) })
      const bob = await centre.agentReady({ room: true })
      whenListed = async () => {
        centre.fake.parties.phoneCallsRoom(username(bob), 'new-room')
        await until(() => centre.agents.get(bob)?.roomChannelId === 'new-room')
      }
      await centre.reconcile()
      await pause()
      expect(centre.agents.get(bob)).toMatchObject({ roomChannelId: 'new-room' })
      expect(centre.fake.channels.has('new-room')).toBe(true)
    })

    it('a dial that is about to be made rings', async () => {
      const { fake } = centre
      let make = (): void => undefined
      const isMade = new Promise<void>((resolve) => (make = resolve))
      const originate: Telephony['originate'] = async (input) => isMade.then(() => fake.telephony.originate(input))
      await restart({ originate })
      const starting = centre.startDialedCall(testDialOrder(centre.clock.now, { mode: 'predictive' }))
      const { id } = await centre.untilCall('dialing')
      const compared = centre.reconcile()
      await pause()
      make()
      await Promise.all([compared, starting])
      expect(centre.call()).toMatchObject({ id, state: 'dialing' })
      expect(fake.channels.has(`${id}-customer`)).toBe(true)
    })

    it('an agent whose phone is about to be rung has missed nothing', async () => {
      const { fake } = centre
      let ring = (): void => undefined
      const isRung = new Promise<void>((resolve) => (ring = resolve))
      const originate: Telephony['originate'] = async (input) => isRung.then(() => fake.telephony.originate(input))
      await restart({ originate })
      const bob = await centre.agentReady()
      fake.parties.customerCalls(alice)
      const { id } = await centre.untilCall('offering')
      const compared = centre.reconcile()
      await pause()
      ring()
      await compared
      await until(() => fake.channels.has(`${id}-agent-1`))
      expect(centre.call()).toMatchObject({ state: 'offering' })
      expect(centre.agents.get(bob)).toMatchObject({ state: 'reserved' })
    })

    it('a dial of another backend that we have not heard of yet rings on', async () => {
      const { callId } = await startedByAnother()
      await centre.reconcile()
      expect(centre.fake.channels.has(`${callId}-customer`)).toBe(true)
    })
  })

  it('a dial that was never made has ended when it cannot come any more', async () => {
    await centre.close()
    const { fake } = centre
    const originate = () => new Promise<void>(() => undefined)
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, originate } })
    void centre.startDialedCall(testDialOrder(centre.clock.now, { mode: 'predictive' }))
    const { id } = await centre.untilCall('dialing')
    await centre.close()
    centre = await startTestCentre(centre.redis, { fake })
    await centre.reconcile()
    expect(centre.call()).toMatchObject({ id, state: 'dialing' })
    centre.clock.now += 10_000
    // Without being asked to, again.
    await until(async () => (await centre.journalled()).some(({ type }) => type === 'callEnded'))
    expect((await centre.journalled()).at(-1)).toMatchObject({ type: 'callEnded', outcome: 'system-failure' })
  })

  it('an agent whose phone is gone does not lose the customer', async () => {
    const bob = await centre.agentReady()
    const channelId = centre.fake.parties.customerCalls(alice)
    const { id } = await centre.untilCall('offering')
    centre.fake.parties.answers((await until(() => centre.fake.channels.get(`${id}-agent-1`))).channelId)
    await centre.untilAgent(bob, 'talking')
    await missing(() => centre.fake.parties.hangsUp(`${id}-agent-1`))
    await centre.untilCall('waiting')
    await until(() => centre.fake.channels.get(channelId)?.hearsMoh)
    expect(centre.fake.channels.get(channelId)?.bridgeId).toBeNull()
  })

  it('what belongs to no call is let go', async () => {
    const { telephony } = centre.fake
    await telephony.createBridge('call-of-nobody')
    const channelId = 'left-over'
    const purpose = { kind: 'customer', callId: 'nobody' } as const
    const variables = { ORDERLINE_CALL: 'nobody' }
    const endpoint = { kind: 'trunk', number: '+380441234567' } as const
    await telephony.originate({
      channelId,
      endpoint,
      callerName: null,
      callerNumber: null,
      timeoutSeconds: 9,
      purpose,
      variables,
    })
    await missing(() => undefined)
    await until(() => !centre.fake.channels.has(channelId) && !centre.fake.bridges.has('call-of-nobody'))
  })

  it('a customer who called meanwhile is served, too, when the exchange could not be asked at first', async () => {
    await missing(() => {
      centre.fake.parties.customerCalls(alice)
      centre.fake.failNext('listChannels', 'telephony/unavailable')
    })
    expect(centre.calls.all()).toEqual([])
    await centre.untilCall('waiting')
  })

  it('a phone that registered meanwhile can be rung, one that went cannot', async () => {
    const bob = await centre.agentReady()
    const username = centre.agents.get(bob)?.sipUsername ?? ''
    await missing(() => centre.fake.parties.phoneUnregisters(username))
    await until(() => centre.agents.get(bob)?.phoneRegistered === false)
    await missing(() => void centre.fake.parties.phoneRegisters(username))
    await until(() => centre.agents.get(bob)?.phoneRegistered === true)
  })
})

describe('a customer whom the exchange has taken back', () => {
  it('and who leaves a message has left the queue; nobody is offered to an agent, and the message goes on', async () => {
    const channelId = centre.fake.parties.customerCalls(alice)
    await centre.untilCall('waiting')
    await missing(() => centre.fake.parties.leavesMessage(channelId))
    await until(() => centre.call() === undefined)
    expect((await centre.journalled()).at(-1)).toMatchObject({ type: 'callEnded', outcome: 'abandoned' })
    expect(centre.fake.channels.has(channelId)).toBe(true)
  })

  it('and who arrives again waits on in the same place', async () => {
    const channelId = centre.fake.parties.customerCalls(alice)
    const { id, since } = await centre.untilCall('waiting')
    centre.fake.parties.arrivesAgain(channelId)
    await centre.fake.settle()
    expect(centre.calls.all()).toMatchObject([{ id, state: 'waiting', since }])
  })

  it('and whom we called waits on in the same place', async () => {
    const agentless = { announcement: 'hello-world', keys: { '1': 'agent' }, waitSeconds: 6 } as const
    const order = testDialOrder(centre.clock.now, { mode: 'agentless', agentless })
    const started = await centre.startDialedCall(order)
    if (!started.started) throw new Error(started.because)
    const channelId = `${started.callId}-customer`
    centre.fake.parties.answers(channelId)
    await centre.untilCall('announcing')
    centre.fake.parties.presses(channelId, '1')
    const { since } = await centre.untilCall('waiting')
    await until(() => (centre.fake.channels.get(channelId)?.stayLimitSeconds ?? 0) > 0)
    centre.fake.parties.arrivesAgain(channelId)
    await centre.fake.settle()
    expect(centre.calls.all()).toMatchObject([{ id: started.callId, state: 'waiting', since }])
    expect(centre.fake.channels.has(channelId)).toBe(true)
  })

  it('in mid-talk hears the agent again', async () => {
    const bob = await centre.agentReady({ room: true })
    const channelId = centre.fake.parties.customerCalls(alice)
    await centre.untilCall('offering')
    await centre.commands.answer(bob)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
    centre.fake.parties.arrivesAgain(channelId)
    expect(centre.fake.channels.get(channelId)?.bridgeId).toBeNull()
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
  })

  it('in a talk for which we called, too', async () => {
    const bob = await centre.agentReady({ room: true })
    const started = await centre.startDialedCall(testDialOrder(centre.clock.now))
    if (!started.started) throw new Error(started.because)
    const channelId = `${started.callId}-customer`
    centre.fake.parties.answers(channelId)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
    centre.fake.parties.arrivesAgain(channelId)
    expect(centre.fake.channels.get(channelId)?.bridgeId).toBeNull()
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
  })
})

describe('a second backend', () => {
  /** A customer who waited too long is told so, and the backend dies. */
  async function diesInFarewell() {
    const channelId = centre.fake.parties.customerCalls(alice)
    await centre.untilCall('waiting')
    centre.clock.now += queue.maxWaitSeconds * 1000
    await centre.ticker.tick()
    const farewell = await until(() => [...centre.fake.playbacks.values()].find(({ on }) => on === channelId))
    await centre.close()
    return { channelId, playbackId: farewell.playbackId }
  }

  it('lets a farewell that has begun be heard to its end, and hangs up then', async () => {
    const { fake } = centre
    const { channelId, playbackId } = await diesInFarewell()
    centre = await startTestCentre(centre.redis, { fake })
    await centre.reconcile()
    expect(fake.channels.has(channelId)).toBe(true)
    await fake.telephony.stopPlayback(playbackId)
    await until(() => !fake.channels.has(channelId))
  })

  it('hangs up on a customer whose farewell ended while nobody listened', async () => {
    const { fake } = centre
    const { channelId, playbackId } = await diesInFarewell()
    await fake.telephony.stopPlayback(playbackId)
    centre = await startTestCentre(centre.redis, { fake })
    await until(() => !fake.channels.has(channelId))
  })

  describe('of one that died between a decision and what was to be done', () => {
    async function talk(room: boolean) {
      const bob = await centre.agentReady({ room })
      const customer = centre.fake.parties.customerCalls(alice)
      const { id } = await centre.untilCall('offering')
      if (room) await centre.commands.answer(bob)
      else centre.fake.parties.answers((await until(() => centre.fake.channels.get(`${id}-agent-1`))).channelId)
      await centre.untilAgent(bob, 'talking')
      await until(() => centre.fake.recordings.get(id)?.state === 'recording')
      return { bob, customer, id }
    }
    async function decideAndDie(id: string, event: CallEvent): Promise<void> {
      await centre.callsStore.update(id, (call) => {
        const step = call && applyCallEvent(call, event, centre.clock.now)
        return step && { value: step.call, result: true }
      })
      await centre.close()
      centre = await startTestCentre(centre.redis, { fake: centre.fake })
    }

    it.each([true, false])(
      'brings a customer who waits out of the talk, and ends its recording (room: %s)',
      async (room) => {
        const { bob, customer, id } = await talk(room)
        await decideAndDie(id, { type: 'transferredToQueue', agentId: bob, queue: queueRules(queue) })
        await until(() => centre.fake.channels.get(customer)?.hearsMoh)
        expect(centre.fake.channels.get(customer)).toMatchObject({ bridgeId: null })
        expect(centre.fake.recordings.get(id)?.state).toBe('done')
      },
    )

    it('hangs up a leg that the call has no more', async () => {
      const { bob, id } = await talk(false)
      await decideAndDie(id, { type: 'transferredToQueue', agentId: bob, queue: queueRules(queue) })
      await until(() => !centre.fake.channels.has(`${id}-agent-1`))
      expect(centre.call()).toMatchObject({ state: 'waiting' })
    })

    it('brings a consulted agent home whose consultation is over', async () => {
      const { bob, id } = await talk(true)
      const carol = await centre.agentReady({ name: 'Carol', room: true })
      await centre.commands.transfer(bob, { to: { kind: 'agent', id: carol }, mode: 'consult' })
      await centre.commands.answer(carol)
      await centre.close()
      centre = await startTestCentre(centre.redis, { fake: centre.fake })
      await centre.reconcile()
      expect(centre.fake.channels.get(`room-of-${carol}`)?.bridgeId).toBe(`room-${bob}`)
      await decideAndDie(id, { type: 'consultCancelled', agentId: bob })
      await until(() => centre.fake.channels.get(`room-of-${carol}`)?.bridgeId === `room-${carol}`)
    })

    it('ends the recording of a talk that is over: the room goes on', async () => {
      const { bob, id } = await talk(true)
      await decideAndDie(id, { type: 'agentHungUp', agentId: bob })
      await until(() => centre.fake.recordings.get(id)?.state === 'done')
    })
  })

  it('takes over calls and agents of one that died, and goes on where it stood', async () => {
    const bob = await centre.agentReady()
    const channelId = centre.fake.parties.customerCalls(alice)
    const { id } = await centre.untilCall('offering')
    centre.fake.parties.answers((await until(() => centre.fake.channels.get(`${id}-agent-1`))).channelId)
    await centre.untilAgent(bob, 'talking')
    await centre.close()
    expect(centre.fake.channels.size).toBe(2)

    centre = await startTestCentre(centre.redis, { fake: centre.fake })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'talking', callId: id })
    centre.fake.parties.hangsUp(channelId)
    await centre.untilAgent(bob, 'wrap-up')
  })

  it('sets free an agent whose reservation was the last thing that the dead one did', async () => {
    const bob = await centre.agentReady()
    await centre.agents.apply(bob, { type: 'reserve', callId: '01900000-0000-7000-8000-00000000dead' })
    centre.clock.now += 6000
    await centre.ticker.tick()
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
  })

  it('keeps an agent reserved whose call is still busy with what the exchange is slow to do', async () => {
    await centre.close()
    const { fake } = centre
    let isQuick = (): void => undefined
    const quick = new Promise<void>((resolve) => (isQuick = resolve))
    const answer = async (channelId: string) => quick.then(() => fake.telephony.answer(channelId))
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, answer } })
    fake.parties.customerCalls(alice)
    await centre.untilCall('waiting')
    centre.clock.now += 1_000
    const greeting = centre.ticker.tick()
    await until(() => centre.call()?.state === 'waiting' && centre.call()?.isCustomerUp)
    const bob = await centre.agentReady()
    await centre.untilAgent(bob, 'reserved')
    // Longer than it takes to tell the call of a reservation, and then to set an agent free.
    const pause = async () => {
      for (let turn = 0; turn < 5; turn += 1) await centre.redis.ping()
    }
    await pause()
    centre.clock.now += 6_000
    const tick = centre.ticker.tick()
    await pause()
    isQuick()
    await Promise.all([greeting, tick])
    await centre.untilCall('offering')
    expect(centre.agents.get(bob)).toMatchObject({ state: 'reserved', callId: centre.call()?.id })
  })

  it('writes the end of a call that ended without a word', async () => {
    centre.fake.parties.customerCalls(alice)
    const call = await centre.untilCall('waiting')
    const ended = { ...call, state: 'ended', since: 5, outcome: 'abandoned', cause: null } as const
    await centre.callsStore.update(call.id, () => ({ value: ended, result: true }))
    await centre.close()
    centre = await startTestCentre(centre.redis, { fake: centre.fake })
    await until(async () => (await centre.journalled()).some(({ type }) => type === 'callEnded'))
    await until(() => centre.call() === undefined)
  })

  it('only one of two that live matches, keeps time and listens', async () => {
    const other = startTestCentre(centre.redis, { fake: centre.fake })
    expect(centre.isLeader()).toBe(true)
    await centre.close()
    centre = await other
    expect(centre.isLeader()).toBe(true)
  })
})
