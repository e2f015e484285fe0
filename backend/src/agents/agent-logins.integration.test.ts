import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testDialOrder } from '../calls/testing/dial-order.ts'
import { did, eachInTestCentre, startTestCentre, type TestCentre } from '../calls/testing/test-centre.ts'
import { until } from '../calls/testing/until.ts'
import type { Session } from '../http/http-types.ts'

let centre: TestCentre
eachInTestCentre((fresh) => {
  centre = fresh
})

function session(userId: string = randomUUID(), role: Session['role'] = 'agent'): Session {
  const rest = { login: 'bob', name: 'Bob', clientId: null, locale: 'en', audioMode: 'ring' } as const
  return { ...rest, userId, role, sessionId: randomUUID() }
}

describe('a login', () => {
  it('makes a phone account for this login only, which the exchange knows', async () => {
    const bob = session()
    await centre.logins.loggedIn(bob)
    const account = await centre.desk.sipAccount(bob)
    expect(centre.fake.accounts.get(account.username)).toBe(account.password)
    await expect(centre.desk.sipAccount(session(bob.userId))).rejects.toMatchObject({ code: 'agent/not-found' })
  })

  it('takes the phone over from an earlier one, whose account is refused from then on', async () => {
    const [first, second] = [session(), session()]
    second.userId = first.userId
    await centre.logins.loggedIn(first)
    const old = await centre.desk.sipAccount(first)
    await centre.logins.loggedIn(second)
    expect(centre.fake.parties.phoneRegisters(old.username, old.password)).toBe(false)
    await centre.logins.loggedOut(first)
    expect(centre.fake.accounts.has((await centre.desk.sipAccount(second)).username)).toBe(true)
  })

  it('at the same moment as another of the same agent leaves one account, which works', async () => {
    const [first, second] = [session(), session()]
    second.userId = first.userId
    await Promise.all([centre.logins.loggedIn(first), centre.logins.loggedIn(second)])
    const username = centre.agents.get(first.userId)?.sipUsername
    expect([...centre.fake.accounts.keys()]).toEqual([username])
    expect((await centre.accounts.all()).map((account) => account.username)).toEqual([username])
  })

  it('whose account reaches the exchange after it was taken over leaves none there', async () => {
    await centre.close()
    const { fake } = centre
    const [first, second] = [session(), session()]
    second.userId = first.userId
    // The first account waits on its way to the exchange for as long as the second login takes.
    let isFirst = true
    const pushAccount: typeof fake.telephony.pushAccount = async (account) => {
      const waits = isFirst
      isFirst = false
      if (waits) await centre.logins.loggedIn(second)
      await fake.telephony.pushAccount(account)
    }
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, pushAccount } })
    await centre.logins.loggedIn(first)
    expect([...fake.accounts.keys()]).toEqual([centre.agents.get(second.userId)?.sipUsername])
  })

  it('makes what an earlier page says of its own phone no matter', async () => {
    const [first, second] = [session(), session()]
    second.userId = first.userId
    await centre.logins.loggedIn(first)
    await centre.logins.loggedIn(second)
    await centre.connections.phone(second, true)
    await centre.connections.phone(first, false)
    expect(centre.agents.get(first.userId)).toMatchObject({ phoneRegistered: true })
    await centre.connections.phone(second, false)
    expect(centre.agents.get(first.userId)).toMatchObject({ phoneRegistered: false })
  })

  it('of anybody but an agent makes no phone', async () => {
    await centre.logins.loggedIn(session(randomUUID(), 'supervisor'))
    expect(centre.fake.accounts.size).toBe(0)
    expect(centre.agents.all()).toEqual([])
  })

  it('succeeds while the exchange is away; the account is there when it is back', async () => {
    const bob = session()
    centre.fake.failNext('pushAccount', 'telephony/unavailable')
    await centre.logins.loggedIn(bob)
    expect(centre.fake.accounts.size).toBe(0)
    centre.fake.breakStream()
    centre.fake.restoreStream()
    await until(() => centre.fake.accounts.size === 1)
  })
})

describe('a log-out', () => {
  it('takes the account away and the agent off the queue', async () => {
    const bob = session()
    await centre.logins.loggedIn(bob)
    await centre.desk.setState(bob.userId, { to: 'ready' })
    await centre.logins.loggedOut(bob)
    expect(centre.fake.accounts.size).toBe(0)
    expect(centre.agents.get(bob.userId)).toMatchObject({ state: 'offline' })
  })
})

describe('a room', () => {
  const linesOf = (username: string) =>
    [...centre.fake.channels.values()].filter((line) => line.username === username).map(({ channelId }) => channelId)

  it('of an account that nobody has is not opened', async () => {
    const channelId = centre.fake.parties.phoneCallsRoom('agent-of-nobody')
    await until(() => !centre.fake.channels.has(channelId))
  })

  it('that is left in the moment in which it is entered is not taken for open', async () => {
    await centre.close()
    const { fake } = centre
    const addToBridge = async (bridgeId: string, channelIds: readonly string[]) => {
      await fake.telephony.addToBridge(bridgeId, channelIds)
      if (channelIds.includes('short-lived')) fake.parties.hangsUp('short-lived')
    }
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, addToBridge } })
    const bob = await centre.agentReady()
    fake.parties.phoneCallsRoom(centre.agents.get(bob)?.sipUsername ?? '', 'short-lived')
    await until(() => fake.bridges.has(`room-${bob}`) && !fake.channels.has('short-lived'))
    // Longer than it takes to write down that it was entered.
    for (let turn = 0; turn < 5; turn += 1) await centre.redis.ping()
    await until(() => centre.agents.get(bob)?.roomChannelId === null)
  })

  it('that is entered again, by a page that was reloaded, leaves no old line behind', async () => {
    const bob = await centre.agentReady({ room: true })
    const username = centre.agents.get(bob)?.sipUsername ?? ''
    centre.fake.parties.phoneCallsRoom(username, 'new-line')
    await until(() => !centre.fake.channels.has(`room-of-${bob}`))
    expect(centre.agents.get(bob)).toMatchObject({ roomChannelId: 'new-line', state: 'ready' })
  })

  it('that two lines enter in the same moment keeps one of them', async () => {
    const bob = await centre.agentReady()
    const username = centre.agents.get(bob)?.sipUsername ?? ''
    for (const line of ['one-line', 'other-line']) centre.fake.parties.phoneCallsRoom(username, line)
    await until(() => linesOf(username).length === 1)
    await until(() => centre.agents.get(bob)?.roomChannelId === linesOf(username)[0])
  })

  describe('that is entered again in mid-talk, while the old line still lives', () => {
    async function talk() {
      const bob = await centre.agentReady({ room: true })
      const customer = centre.fake.parties.customerCalls({ did: did.number })
      await centre.untilCall('offering')
      await centre.commands.answer(bob)
      return { bob, customer }
    }
    async function enterAgain(agentId: string): Promise<void> {
      centre.fake.parties.phoneCallsRoom(centre.agents.get(agentId)?.sipUsername ?? '', `new-of-${agentId}`)
      await until(() => !centre.fake.channels.has(`room-of-${agentId}`))
    }
    const bridgeOf = (channelId: string) => centre.fake.channels.get(channelId)?.bridgeId

    it('is noticed when it is lost after that: the customer waits for another agent', async () => {
      const { bob, customer } = await talk()
      await enterAgain(bob)
      expect(centre.call()).toMatchObject({ state: 'talking' })
      centre.fake.parties.hangsUp(`new-of-${bob}`)
      await centre.untilCall('waiting')
      await until(() => centre.fake.channels.get(customer)?.hearsMoh)
    })

    it('costs the customer no silence when the new line is gone at once: another agent is waited for', async () => {
      await centre.close()
      const { fake } = centre
      const addToBridge = async (bridgeId: string, channelIds: readonly string[]) => {
        if (channelIds.includes('short-lived')) fake.parties.hangsUp('short-lived')
        await fake.telephony.addToBridge(bridgeId, channelIds)
      }
      centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, addToBridge } })
      const { bob } = await talk()
      fake.parties.phoneCallsRoom(centre.agents.get(bob)?.sipUsername ?? '', 'short-lived')
      await centre.untilCall('waiting')
      await until(() => !fake.channels.has(`room-of-${bob}`))
      expect(centre.agents.get(bob)).toMatchObject({ roomChannelId: null })
    })

    it('costs nobody the customer when the exchange is asked what it holds', async () => {
      const { bob, customer } = await talk()
      await enterAgain(bob)
      await centre.reconcile()
      expect(centre.call()).toMatchObject({ state: 'talking', leg: { channelId: `new-of-${bob}` } })
      expect(bridgeOf(customer)).toBe(`room-${bob}`)
    })

    it('of one who is consulted is brought to where the talk is', async () => {
      const { bob } = await talk()
      const carol = await centre.agentReady({ name: 'Carol', room: true })
      await centre.commands.transfer(bob, { to: { kind: 'agent', id: carol }, mode: 'consult' })
      await centre.commands.answer(carol)
      await enterAgain(carol)
      expect(bridgeOf(`new-of-${carol}`)).toBe(`room-${bob}`)
    })
  })
})

describe('a screen', () => {
  it('that opens while others are counted is not taken for lost', async () => {
    const bob = await centre.agentReady()
    await centre.connections.connected(bob)
    let tell = (_screens: number): void => undefined
    const counts = [new Promise<number>((resolve) => (tell = resolve)), Promise.resolve(1)]
    const noticed = centre.connections.disconnected(bob, () => counts.shift() ?? Promise.resolve(1))
    await centre.connections.connected(bob)
    tell(0)
    await noticed
    expect(centre.agents.get(bob)).toMatchObject({ hasScreen: true, screenLostAt: null })
  })
})

describe('what agents ask for', () => {
  it('CC-14: a break in a call begins after it, and going offline is refused', async () => {
    const bob = await centre.agentReady({ room: true })
    centre.fake.parties.customerCalls({ did: did.number })
    await centre.untilCall('offering')
    await centre.commands.answer(bob)
    await expect(centre.desk.setState(bob, { to: 'offline' })).rejects.toMatchObject({ code: 'agent/wrong-state' })
    await centre.desk.setState(bob, { to: 'break', reason: 'lunch', afterCall: true })
    await centre.commands.hangUp(bob)
    const { callId } = await until(() => {
      const agent = centre.agents.get(bob)
      return agent?.state === 'wrap-up' ? agent : undefined
    })
    await centre.agents.apply(bob, { type: 'wrapUpFinished', callId })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'break', reason: 'lunch' })
  })

  it('may write in the answers of their own call only', async () => {
    const bob = await centre.agentReady({ room: true })
    centre.fake.parties.customerCalls({ did: did.number })
    const { id: callId } = await centre.untilCall('offering')
    expect(centre.agentMayEdit(bob, { callId, orderId: null })).toBe(true)
    expect(centre.agentMayEdit(bob, { callId: randomUUID(), orderId: null })).toBe(false)
    expect(centre.agentMayEdit(randomUUID(), { callId, orderId: null })).toBe(false)
  })

  it('is about the order and the customer of their call, until the wrap-up is over', async () => {
    const bob = await centre.agentReady({ room: true })
    expect(centre.atHand(bob)).toBeUndefined()
    const order = testDialOrder(centre.clock.now)
    const started = await centre.startDialedCall(order)
    if (!started.started) throw new Error(started.because)
    const { callId } = started
    const about = { orderId: order.orderId, customerId: order.customerId }
    expect(centre.atHand(bob)).toMatchObject(about)
    centre.fake.parties.answers(`${callId}-customer`)
    await centre.untilAgent(bob, 'talking')
    centre.fake.parties.hangsUp(`${callId}-customer`)
    await centre.untilAgent(bob, 'wrap-up')
    expect(centre.atHand(bob)).toMatchObject(about)
    await centre.agents.apply(bob, { type: 'wrapUpFinished', callId })
    expect(centre.atHand(bob)).toBeUndefined()
  })
})
