import { describe, expect, test } from 'vitest'
import { caller, did, numbers, type Stage } from './stage.ts'

/** Customers who call, and those whom we call. */
export function describeCustomers(stage: Stage): void {
  const { originate, gone, answered, arrived, listed } = stage

  describe('customers who call', () => {
    test('a customer arrives unanswered, with the number that was dialled and its own as text', async () => {
      await stage.world.customerCalls(caller)
      expect(await stage.events.until('customerArrived')).toMatchObject({
        did,
        callerNumber: '+380671234567',
        callerName: 'Olena <b>K</b>',
        answered: false,
      })
    })

    test('a customer who arrived is listed with its number, and answered when it was', async () => {
      const { channelId } = await arrived()
      expect(await listed(channelId)).toMatchObject({ state: 'ringing', entered: true, did, username: null })
      await stage.telephony.ring(channelId)
      await stage.telephony.answer(channelId)
      await stage.telephony.answer(channelId)
      expect(await listed(channelId)).toMatchObject({ state: 'up', bridgeId: null })
    })

    test('a customer who hangs up is gone once, with a cause', async () => {
      const { party, channelId } = await arrived()
      await stage.telephony.answer(channelId)
      party.hangUp()
      expect((await gone(channelId)).cause).toBe(16)
      expect(await listed(channelId)).toBeUndefined()
      expect(stage.events.of('channelGone')).toHaveLength(1)
    })

    test('the stay of a customer can be limited, and the limit lifted', async () => {
      const { channelId } = await arrived()
      await stage.telephony.answer(channelId)
      await stage.telephony.limitStay(channelId, 60)
      await stage.telephony.limitStay(channelId, null)
      expect(await listed(channelId)).toMatchObject({ state: 'up', entered: true, leavesMessage: false })
    })

    test('we hang up on a customer, and may do so again', async () => {
      const { channelId } = await arrived()
      await stage.telephony.hangUp(channelId, 'busy')
      await gone(channelId)
      await stage.telephony.hangUp(channelId)
    })
  })

  describe('customers whom we call', () => {
    test('one who answers is in our hands under the id that we chose', async () => {
      const channelId = await originate(numbers.answers)
      const event = await stage.events.until('legAnswered')
      expect(await stage.events.until('channelUp')).toEqual({ type: 'channelUp', channelId })
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
      expect(stage.events.of('legAnswered')).toEqual([])
    })

    test('one who does not pick up in time is gone with cause 19', async () => {
      const channelId = await originate(numbers.silent, { timeoutSeconds: 1 })
      await stage.events.until('channelRinging', (event) => event.channelId === channelId)
      expect((await gone(channelId)).cause).toBe(19)
    })

    test('we give up before it is answered', async () => {
      const channelId = await originate(numbers.silent)
      await stage.events.until('channelRinging')
      expect(await listed(channelId)).toMatchObject({ entered: false })
      await stage.telephony.hangUp(channelId)
      expect(await gone(channelId)).toMatchObject({ wasUp: false })
    })

    test('one whom we hang up on had answered, and it is told so', async () => {
      const channelId = await answered()
      await stage.telephony.hangUp(channelId)
      expect(await gone(channelId)).toMatchObject({ wasUp: true })
    })

    test('an id that is in use is a conflict, and disturbs nobody', async () => {
      const channelId = await answered()
      await expect(originate(numbers.answers, { channelId })).rejects.toMatchObject({ code: 'telephony/conflict' })
      expect(await listed(channelId)).toMatchObject({ state: 'up' })
    })

    test('variables set later are listed with the first ones', async () => {
      const channelId = await answered()
      await stage.telephony.setVariables(channelId, { ORDERLINE_AGENT: 'a1', ORDERLINE_ROLE: 'consult' })
      expect((await listed(channelId))?.variables).toEqual({
        ORDERLINE_CALL: `call-of-${channelId}`,
        ORDERLINE_AGENT: 'a1',
        ORDERLINE_ROLE: 'consult',
      })
    })
  })
}
