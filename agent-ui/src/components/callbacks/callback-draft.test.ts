import type { MissedCallView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { fieldProblems } from '../../testing/field-problems.ts'
import {
  blankCallback,
  callbackOfMissed,
  forShop,
  toCallbackInput,
  zoneOfCallback,
  type CallbackDraft,
} from './callback-draft.ts'

const [clientId, queueId] = ['0190f3a0-0000-7000-8000-000000000001', '0190f3a0-0000-7000-8000-000000000002']
const shop = { id: clientId, name: 'Vesna', country: 'UA', timeZone: 'Europe/Kyiv', queueId }
const whole: CallbackDraft = { ...blankCallback(), clientId, queueId, number: '067 123-45-67', at: 60_000 }

const missed: MissedCallView = {
  ...{ caseId: 'call-1', since: 1, times: 1, dueAt: 2 },
  ...{
    callId: '0190f3a0-0000-7000-8000-000000000003',
    at: 1,
    clientId,
    clientName: 'Vesna',
    queueId,
    queueName: 'Sales',
  },
  ...{ customerId: null, customerNumber: '+380671234567', customerName: 'Hanna', waitSeconds: 4, reason: 'abandoned' },
  ...{ hasVoicemail: false, handledBy: null, handledAt: null, promise: null },
}

const problemsOf = (draft: CallbackDraft) => fieldProblems(() => toCallbackInput(draft, shop, blankCallback()))

it('reads a number in any spelling as one of the shop’s country', () => {
  for (const number of ['067 123-45-67', '+38 (067) 1234567', '380671234567', '8-067-123-45-67'])
    expect(toCallbackInput({ ...whole, number }, shop, blankCallback())).toMatchObject({
      number: '+380671234567',
      at: 60_000,
    })
})

it('says at each field what is missing, and what is no number', () => {
  expect(problemsOf(whole)).toEqual([])
  expect(problemsOf({ ...whole, number: 'tomorrow' })).toEqual(['/number not-a-number'])
  expect(problemsOf(blankCallback())).toEqual([
    '/clientId invalid_format',
    '/queueId invalid_format',
    '/number required',
    '/at invalid_type',
  ])
})

it('means the time by the clock of the customer’s country, else of the shop', () => {
  expect(zoneOfCallback({ number: '+48 22 123 45 67' }, shop)).toBe('Europe/Warsaw')
  expect(zoneOfCallback({ number: '067' }, { ...shop, timeZone: 'Europe/Berlin' })).toBe('Europe/Berlin')
  expect(zoneOfCallback(whole, undefined)).toBeUndefined()
})

it('begins with what a missed call tells, and leaves the time to be chosen', () => {
  const draft = callbackOfMissed(missed)
  expect(draft).toMatchObject({ clientId, queueId, number: '+380671234567', name: 'Hanna', at: null })
  expect(toCallbackInput({ ...draft, at: 5 }, shop, draft)).toMatchObject({ missedCallId: missed.callId })
})

it('RS-13: leaves a number that is not shown whole to the server, as long as it is that of the missed call', () => {
  const begun = { ...callbackOfMissed({ ...missed, customerNumber: '+380 •• ••• ••67' }), at: 5 }
  expect(toCallbackInput(begun, shop, begun)).toMatchObject({ number: null, missedCallId: missed.callId })
  expect(toCallbackInput({ ...begun, number: '067 123 45 68' }, shop, begun)).toMatchObject({ number: '+380671234568' })
  expect(fieldProblems(() => toCallbackInput({ ...begun, number: '067' }, shop, begun))).toEqual([
    '/number not-a-number',
  ])
})

it('is of no missed call and of no customer when it is sent for another shop, and of both when it is for theirs again', () => {
  const begun = callbackOfMissed({ ...missed, customerId: '0190f3a0-0000-7000-8000-000000000004' })
  const other = { ...shop, id: '0190f3a0-0000-7000-8000-000000000005', queueId: null }
  const moved = forShop({ ...begun, at: 5 }, other)
  expect(toCallbackInput(moved, other, begun)).toMatchObject({
    clientId: other.id,
    customerId: null,
    missedCallId: null,
  })
  const { customerId, missedCallId } = begun
  expect(toCallbackInput(forShop(moved, shop), shop, begun)).toMatchObject({ clientId, customerId, missedCallId })
})

it('goes to the queue of the shop that is chosen, if it has one', () => {
  expect(forShop(whole, { id: 'other', queueId: 'queue' })).toEqual({ ...whole, clientId: 'other', queueId: 'queue' })
  expect(forShop(whole, { id: 'other', queueId: null })).toEqual({ ...whole, clientId: 'other' })
})
