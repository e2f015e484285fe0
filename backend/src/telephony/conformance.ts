import { createId } from '@orderline/runtime/ids'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OriginateInput, Telephony } from './port.ts'
import { hearEvents, type HeardEvents } from './testing/heard-events.ts'

/** A phone of an agent at the other end. */
export type WorldPhone = {
  /** Whether it was let in. */
  register(): Promise<boolean>
  /** Dials an extension and does not wait for the end of it. */
  call(extension: string): void
  close(): void
}

/** The exchange under test and the people around it. Numbers behave by their last digits as on the demo's network. */
export type TelephonyWorld = {
  telephony: Telephony
  customerCalls(call: { did: string; number: string; name: string }): Promise<{ hangUp(): void }>
  openPhone(account: { username: string; password: string }): Promise<WorldPhone>
  close(): Promise<void>
}

const numbers = {
  answers: '+380440001000',
  busy: '+380440001005',
  silent: '+380440001006',
  congested: '+380440001007',
  unallocated: '+380440001098',
  rejected: '+380440001099',
}

/** One suite of behaviours for every implementation of the port. */
export function describeTelephony(name: string, openWorld: () => Promise<TelephonyWorld>): void {
  describe(`telephony: ${name}`, () => {
    let world: TelephonyWorld
    let telephony: Telephony
    let events: HeardEvents
    const did = '+380441112233'
    const caller = { did, number: '+380671234567', name: 'Olena <b>K</b>' }

    beforeAll(async () => {
      world = await openWorld()
      telephony = world.telephony
    })
    beforeEach(async () => {
      events = hearEvents(telephony)
      telephony.start()
      await events.until('connected')
    })
    afterEach(async () => {
      const left = await telephony.listChannels()
      await Promise.all(left.map(({ channelId }) => telephony.hangUp(channelId)))
      await Promise.all(
        left.map(({ channelId }) => events.until('channelGone', (event) => event.channelId === channelId)),
      )
      const bridges = await telephony.listBridges()
      await Promise.all(bridges.map(({ bridgeId }) => telephony.destroyBridge(bridgeId)))
      telephony.stop()
      events.stop()
    })
    afterAll(() => world.close())

    const originate = (number: string, more: Partial<OriginateInput> = {}) => {
      const channelId = createId()
      return telephony
        .originate({
          channelId,
          endpoint: { kind: 'trunk', number },
          callerNumber: did,
          callerName: 'Shop',
          timeoutSeconds: 10,
          purpose: { kind: 'customer', callId: `call-of-${channelId}` },
          variables: { ORDERLINE_CALL: `call-of-${channelId}`, ORDERLINE_ROLE: 'customer' },
          ...more,
        })
        .then(() => channelId)
    }
    const gone = (channelId: string) => events.until('channelGone', (event) => event.channelId === channelId)
    const answered = async (number = numbers.answers) => {
      const channelId = await originate(number)
      await events.until('legAnswered', (event) => event.channelId === channelId)
      return channelId
    }
    const arrived = async () => {
      const party = await world.customerCalls(caller)
      const { channelId } = await events.until('customerArrived')
      return { party, channelId }
    }
    const listed = async (channelId: string) =>
      (await telephony.listChannels()).find((channel) => channel.channelId === channelId)
    const room = async () => {
      const bridgeId = `bridge-${createId()}`
      await telephony.createBridge(bridgeId)
      return bridgeId
    }
    const members = async (bridgeId: string) =>
      (await telephony.listBridges()).find((bridge) => bridge.bridgeId === bridgeId)?.channelIds

    describe('customers who call', () => {
      test('a customer arrives unanswered, with the number that was dialled and its own as text', async () => {
        await world.customerCalls(caller)
        expect(await events.until('customerArrived')).toMatchObject({
          did,
          callerNumber: '+380671234567',
          callerName: 'Olena <b>K</b>',
          answered: false,
        })
      })

      test('a customer who arrived is listed with its number, and answered when it was', async () => {
        const { channelId } = await arrived()
        expect(await listed(channelId)).toMatchObject({ state: 'ringing', entered: true, did, username: null })
        await telephony.ring(channelId)
        await telephony.answer(channelId)
        await telephony.answer(channelId)
        expect(await listed(channelId)).toMatchObject({ state: 'up', bridgeId: null })
      })

      test('a customer who hangs up is gone once, with a cause', async () => {
        const { party, channelId } = await arrived()
        await telephony.answer(channelId)
        party.hangUp()
        expect((await gone(channelId)).cause).toBe(16)
        expect(await listed(channelId)).toBeUndefined()
        expect(events.of('channelGone')).toHaveLength(1)
      })

      test('we hang up on a customer, and may do so again', async () => {
        const { channelId } = await arrived()
        await telephony.hangUp(channelId, 'busy')
        await gone(channelId)
        await telephony.hangUp(channelId)
      })
    })

    describe('customers whom we call', () => {
      test('one who answers is in our hands under the id that we chose', async () => {
        const channelId = await originate(numbers.answers)
        const event = await events.until('legAnswered')
        expect(event).toEqual({
          type: 'legAnswered',
          channelId,
          purpose: { kind: 'customer', callId: `call-of-${channelId}` },
        })
        expect(await listed(channelId)).toMatchObject({
          state: 'up',
          entered: true,
          did: null,
          variables: { ORDERLINE_CALL: `call-of-${channelId}`, ORDERLINE_ROLE: 'customer' },
        })
      })

      test.each([
        ['busy', 17],
        ['congested', 34],
        ['unallocated', 1],
        ['rejected', 21],
      ] as const)('one who is %s is gone with cause %i', async (who, cause) => {
        const channelId = await originate(numbers[who])
        expect((await gone(channelId)).cause).toBe(cause)
        expect(events.of('legAnswered')).toEqual([])
      })

      test('one who does not pick up in time is gone with cause 19', async () => {
        const channelId = await originate(numbers.silent, { timeoutSeconds: 1 })
        await events.until('channelRinging', (event) => event.channelId === channelId)
        expect((await gone(channelId)).cause).toBe(19)
      })

      test('we give up before it is answered', async () => {
        const channelId = await originate(numbers.silent)
        await events.until('channelRinging')
        expect(await listed(channelId)).toMatchObject({ entered: false })
        await telephony.hangUp(channelId)
        await gone(channelId)
      })

      test('an id that is in use is a conflict, and disturbs nobody', async () => {
        const channelId = await answered()
        await expect(originate(numbers.answers, { channelId })).rejects.toMatchObject({ code: 'telephony/conflict' })
        expect(await listed(channelId)).toMatchObject({ state: 'up' })
      })

      test('variables set later are listed with the first ones', async () => {
        const channelId = await answered()
        await telephony.setVariables(channelId, { ORDERLINE_AGENT: 'a1', ORDERLINE_ROLE: 'consult' })
        expect((await listed(channelId))?.variables).toEqual({
          ORDERLINE_CALL: `call-of-${channelId}`,
          ORDERLINE_AGENT: 'a1',
          ORDERLINE_ROLE: 'consult',
        })
      })
    })

    describe('bridges', () => {
      test('a channel is listed in the bridge where it was put last', async () => {
        const [channelId, first, second] = [await answered(), await room(), await room()]
        await telephony.addToBridge(first, channelId)
        expect(await members(first)).toEqual([channelId])
        await telephony.addToBridge(second, channelId)
        expect(await members(first)).toEqual([])
        expect(await listed(channelId)).toMatchObject({ bridgeId: second })
      })

      test('a channel outlives its bridge, and removing it from there is fine', async () => {
        const [channelId, bridgeId] = [await answered(), await room()]
        await telephony.addToBridge(bridgeId, channelId)
        await telephony.destroyBridge(bridgeId)
        await telephony.destroyBridge(bridgeId)
        await telephony.removeFromBridge(bridgeId, channelId)
        await expect.poll(() => members(bridgeId)).toBeUndefined()
        expect(await listed(channelId)).toMatchObject({ state: 'up', bridgeId: null })
      })

      test('making a bridge again keeps who is in it, and its name is free after its end', async () => {
        const [channelId, bridgeId] = [await answered(), await room()]
        await telephony.addToBridge(bridgeId, channelId)
        await telephony.createBridge(bridgeId)
        expect(await members(bridgeId)).toEqual([channelId])
        for (let round = 0; round < 10; round += 1) {
          await telephony.destroyBridge(bridgeId)
          await telephony.createBridge(bridgeId)
          await telephony.addToBridge(bridgeId, channelId)
          expect(await members(bridgeId)).toEqual([channelId])
        }
      })

      test('removing takes a channel out, and once more is fine', async () => {
        const [channelId, bridgeId] = [await answered(), await room()]
        await telephony.addToBridge(bridgeId, channelId)
        await telephony.removeFromBridge(bridgeId, channelId)
        await telephony.removeFromBridge(bridgeId, channelId)
        await telephony.removeFromBridge(bridgeId, 'nobody')
        expect(await members(bridgeId)).toEqual([])
      })

      test('one who has not answered cannot be bridged', async () => {
        const [channelId, bridgeId] = [await originate(numbers.silent), await room()]
        await expect(telephony.addToBridge(bridgeId, channelId)).rejects.toMatchObject({ code: 'telephony/conflict' })
      })

      test('a channel or a bridge that is not there is not found', async () => {
        const [channelId, bridgeId] = [await answered(), await room()]
        const notFound = { code: 'telephony/not-found' }
        await expect(telephony.addToBridge(bridgeId, 'nobody')).rejects.toMatchObject(notFound)
        await expect(telephony.addToBridge('nowhere', channelId)).rejects.toMatchObject(notFound)
      })

      test('a bridge with somebody on hold and muted stays as it is when they come back', async () => {
        const [channelId, bridgeId] = [await answered(), await room()]
        await telephony.addToBridge(bridgeId, channelId)
        await telephony.hold(channelId)
        await telephony.mute(channelId, 'in')
        await telephony.unmute(channelId, 'in')
        await telephony.unhold(channelId)
        expect(await members(bridgeId)).toEqual([channelId])
      })
    })

    describe('music, announcements, keys', () => {
      test('music starts and stops on a channel in no bridge', async () => {
        const { channelId } = await arrived()
        await telephony.answer(channelId)
        await telephony.startMoh(channelId)
        await telephony.stopMoh(channelId)
        expect(await listed(channelId)).toMatchObject({ state: 'up' })
      })

      test('a playback that is stopped has finished, and stopping it again is fine', async () => {
        const [channelId, playbackId] = [await answered(), createId()]
        await telephony.play({
          playbackId,
          on: { channelId },
          media: [{ sound: 'queue-thankyou' }, { number: 12 }, { digits: '34' }],
        })
        await telephony.stopPlayback(playbackId)
        await events.until('playbackFinished', (event) => event.playbackId === playbackId)
        await telephony.stopPlayback(playbackId)
      })

      test('a playback ends with its channel', async () => {
        const [channelId, playbackId] = [await answered(), createId()]
        await telephony.play({ playbackId, on: { channelId }, media: [{ sound: 'queue-thankyou' }] })
        await telephony.hangUp(channelId)
        await events.until('playbackFinished', (event) => event.playbackId === playbackId)
      })

      test('digits are sent to one who answered', async () => {
        await telephony.sendDtmf(await answered(), '12#')
      })

      test('what is taken back from a channel that is gone is fine, what is asked of it is not found', async () => {
        await telephony.stopMoh('nobody')
        await telephony.unhold('nobody')
        await telephony.unmute('nobody', 'both')
        const attempts = [
          () => telephony.answer('nobody'),
          () => telephony.ring('nobody'),
          () => telephony.startMoh('nobody'),
          () => telephony.hold('nobody'),
          () => telephony.mute('nobody', 'in'),
          () => telephony.sendDtmf('nobody', '1'),
          () => telephony.setVariables('nobody', { ORDERLINE_ROLE: 'agent' }),
          () => telephony.play({ playbackId: 'p', on: { channelId: 'nobody' }, media: [{ sound: 'beep' }] }),
        ]
        for (const attempt of attempts) {
          await expect(attempt()).rejects.toMatchObject({ code: 'telephony/not-found' })
        }
      })
    })

    describe('recordings', () => {
      const recorded = async () => {
        const [channelId, bridgeId, name] = [await answered(), await room(), createId()]
        await telephony.addToBridge(bridgeId, channelId)
        await telephony.recordBridge({ bridgeId, name })
        return { bridgeId, name }
      }

      test('a recording pauses, goes on, and has finished when it is stopped', async () => {
        const { name } = await recorded()
        await telephony.pauseRecording(name)
        await telephony.pauseRecording(name)
        await telephony.resumeRecording(name)
        await telephony.stopRecording(name)
        await events.until('recordingFinished', (event) => event.name === name)
        await telephony.stopRecording(name)
      })

      test('a recording that is stopped before its bridge is destroyed has an end that is told', async () => {
        const { bridgeId, name } = await recorded()
        await telephony.pauseRecording(name)
        await telephony.stopRecording(name)
        await telephony.destroyBridge(bridgeId)
        await events.until('recordingFinished', (event) => event.name === name)
      })

      test('a second recording of the same name is refused, so that none is overwritten', async () => {
        const { bridgeId, name } = await recorded()
        await expect(telephony.recordBridge({ bridgeId, name })).rejects.toMatchObject({ code: 'telephony/conflict' })
      })

      test('pausing a recording that is not there is not found', async () => {
        await expect(telephony.pauseRecording('none')).rejects.toMatchObject({ code: 'telephony/not-found' })
      })
    })

    describe("agents' phones", () => {
      const newAccount = () => ({ username: `agent-${createId().slice(-12)}`, password: createId() })
      const registered = async () => {
        const account = newAccount()
        await telephony.pushAccount(account)
        const phone = await world.openPhone(account)
        expect(await phone.register()).toBe(true)
        await events.until('phoneRegistered', (event) => event.username === account.username)
        return { account, phone }
      }
      const agentLeg = (username: string): Partial<OriginateInput> => ({
        endpoint: { kind: 'agent', username },
        purpose: { kind: 'agent', callId: 'c1', agentId: 'a1' },
      })

      test('a phone registers with a pushed account, and with no other password', async () => {
        const { account, phone } = await registered()
        expect(await telephony.listRegistered()).toContain(account.username)
        const stranger = await world.openPhone({ ...account, password: 'wrong' })
        expect(await stranger.register()).toBe(false)
        stranger.close()
        phone.close()
        await events.until('phoneUnregistered', (event) => event.username === account.username)
        await telephony.removeAccount(account.username)
      })

      test('a removed account lets nobody in, and may be removed and pushed again', async () => {
        const { account, phone } = await registered()
        await telephony.removeAccount(account.username)
        await telephony.removeAccount(account.username)
        expect(await phone.register()).toBe(false)
        await telephony.pushAccount(account)
        await telephony.pushAccount(account)
        expect(await phone.register()).toBe(true)
        phone.close()
        await telephony.removeAccount(account.username)
      })

      test('a call to a phone that is not registered fails', async () => {
        const account = newAccount()
        await telephony.pushAccount(account)
        await expect(originate('', agentLeg(account.username))).rejects.toMatchObject({ code: 'telephony/refused' })
        await telephony.removeAccount(account.username)
      })

      test('an agent who answers is told with call and agent, and can be bridged with a customer', async () => {
        const [{ account, phone }, customer, bridgeId] = [await registered(), await answered(), await room()]
        const leg = await originate('', { ...agentLeg(account.username), originator: customer })
        const event = await events.until('legAnswered', ({ channelId }) => channelId === leg)
        expect(event.purpose).toEqual({ kind: 'agent', callId: 'c1', agentId: 'a1' })
        await telephony.addToBridge(bridgeId, customer)
        await telephony.addToBridge(bridgeId, leg)
        expect((await members(bridgeId))?.sort()).toEqual([customer, leg].sort())
        expect(await listed(leg)).toMatchObject({ username: account.username, did: null })
        phone.close()
        await telephony.removeAccount(account.username)
      })

      test('a phone that dials its room enters it, and its end is told', async () => {
        const { account, phone } = await registered()
        phone.call('room')
        const { channelId, username } = await events.until('roomEntered')
        expect(username).toBe(account.username)
        await telephony.answer(channelId)
        const bridgeId = await room()
        await telephony.addToBridge(bridgeId, channelId)
        expect(await listed(channelId)).toMatchObject({ username, bridgeId, did: null })
        await telephony.hangUp(channelId)
        await gone(channelId)
        phone.close()
        await telephony.removeAccount(account.username)
      })
    })

    describe('the event stream', () => {
      test('what happens while nobody listens is not told, but listed', async () => {
        const [stays, leaves] = [await answered(), await answered()]
        telephony.stop()
        expect(await events.until('disconnected')).toEqual({ type: 'disconnected', reason: 'stopped' })
        await telephony.hangUp(leaves)
        await expect.poll(() => listed(leaves)).toBeUndefined()
        events.clear()
        telephony.start()
        await events.until('connected')
        expect((await telephony.listChannels()).map(({ channelId }) => channelId)).toEqual([stays])
        expect(events.of('channelGone')).toEqual([])
        await telephony.hangUp(stays)
        await gone(stays)
      })

      test('starting twice connects once', async () => {
        telephony.start()
        await telephony.check()
        expect(events.of('connected')).toHaveLength(1)
      })
    })
  })
}
