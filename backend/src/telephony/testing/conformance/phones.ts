import { createId } from '@orderline/runtime/ids'
import { describe, expect, test } from 'vitest'
import type { OriginateInput } from '../../port.ts'
import type { Stage } from './stage.ts'

/** Agents' phones: their accounts, legs and rooms. */
export function describePhones(stage: Stage): void {
  const { originate, gone, answered, listed, room, members } = stage

  describe("agents' phones", () => {
    const newAccount = () => ({ username: `agent-${createId().slice(-12)}`, password: createId() })
    const registered = async () => {
      const account = newAccount()
      await stage.telephony.pushAccount(account)
      const phone = await stage.world.openPhone(account)
      expect(await phone.register()).toBe(true)
      await stage.events.until('phoneRegistered', (event) => event.username === account.username)
      return { account, phone }
    }
    const agentLeg = (username: string): Partial<OriginateInput> => ({
      endpoint: { kind: 'agent', username },
      purpose: { kind: 'agent', callId: 'c1', agentId: 'a1' },
    })

    test('a phone registers with a pushed account, and with no other password', async () => {
      const { account, phone } = await registered()
      expect(await stage.telephony.listRegistered()).toContain(account.username)
      const stranger = await stage.world.openPhone({ ...account, password: 'wrong' })
      expect(await stranger.register()).toBe(false)
      stranger.close()
      phone.close()
      await stage.events.until('phoneUnregistered', (event) => event.username === account.username)
      await stage.telephony.removeAccount(account.username)
    })

    test('a removed account lets nobody in, and may be removed and pushed again', async () => {
      const { account, phone } = await registered()
      await stage.telephony.removeAccount(account.username)
      await stage.telephony.removeAccount(account.username)
      expect(await phone.register()).toBe(false)
      await stage.telephony.pushAccount(account)
      await stage.telephony.pushAccount(account)
      expect(await phone.register()).toBe(true)
      phone.close()
      await stage.telephony.removeAccount(account.username)
    })

    test('a call to a phone that is not registered fails', async () => {
      const account = newAccount()
      await stage.telephony.pushAccount(account)
      await expect(originate('', agentLeg(account.username))).rejects.toMatchObject({ code: 'telephony/refused' })
      await stage.telephony.removeAccount(account.username)
    })

    test('a call to a phone for a customer who has hung up is not made, and told from a phone that cannot be called', async () => {
      const [{ account, phone }, customer] = [await registered(), await answered()]
      await stage.telephony.hangUp(customer)
      await gone(customer)
      const leg = originate('', { ...agentLeg(account.username), originator: customer })
      await expect(leg).rejects.toMatchObject({ code: 'telephony/not-found' })
      const [other, unregistered] = [await answered(), newAccount()]
      await stage.telephony.pushAccount(unregistered)
      const unreachable = originate('', { ...agentLeg(unregistered.username), originator: other })
      await expect(unreachable).rejects.toMatchObject({ code: 'telephony/refused' })
      phone.close()
      await stage.telephony.hangUp(other)
      for (const { username } of [account, unregistered]) await stage.telephony.removeAccount(username)
    })

    test('an agent who answers is told with call and agent, and can be bridged with a customer', async () => {
      const [{ account, phone }, customer, bridgeId] = [await registered(), await answered(), await room()]
      const leg = await originate('', { ...agentLeg(account.username), originator: customer })
      const event = await stage.events.until('legAnswered', ({ channelId }) => channelId === leg)
      expect(event.purpose).toEqual({ kind: 'agent', callId: 'c1', agentId: 'a1' })
      await stage.telephony.addToBridge(bridgeId, [customer, leg])
      expect((await members(bridgeId))?.sort()).toEqual([customer, leg].sort())
      expect(await listed(leg)).toMatchObject({ username: account.username, did: null })
      phone.close()
      await stage.telephony.removeAccount(account.username)
    })

    test('a phone that dials its room enters it, and its end is told', async () => {
      const { account, phone } = await registered()
      phone.call('room')
      const { channelId, username } = await stage.events.until('roomEntered')
      expect(username).toBe(account.username)
      await stage.telephony.answer(channelId)
      const bridgeId = await room()
      await stage.telephony.addToBridge(bridgeId, [channelId])
      expect(await listed(channelId)).toMatchObject({ username, bridgeId, did: null })
      await stage.telephony.hangUp(channelId)
      await gone(channelId)
      phone.close()
      await stage.telephony.removeAccount(account.username)
    })
  })
}
