import { describe, expect, it } from 'vitest'
import { applyCallEvent } from './apply-call-event.ts'
import { connectWithinMs } from './connecting.ts'
import { callDue } from './due.ts'
import type { CallEvent } from './events.ts'
import {
  bob,
  callId,
  carol,
  inboundCall,
  outboundCall,
  play,
  predictiveCall,
  toRing,
  toRoom,
  journalled,
  types,
} from './testing.ts'

const answered: CallEvent = { type: 'customerAnswered' }
const timedOut: CallEvent = { type: 'connectTimedOut' }
const bobReserved: CallEvent = { type: 'agentReserved', agent: toRoom(bob), routing: null }
const answeredAt = 4000
const alone = play(predictiveCall(), [answered], answeredAt).call
const deadline = answeredAt + connectWithinMs
const nobody = () => 1

describe('CC-42: a customer who was dialled for nobody in particular and answers', () => {
  it('waits for two seconds, and is told to the journal and to the card at once', () => {
    const { call, effects } = play(predictiveCall(), [answered], answeredAt)
    expect(call).toMatchObject({ state: 'waiting', connectBy: deadline, isCustomerUp: true, answeredAt: null })
    expect(types(effects)).toEqual(['prepareCard'])
    expect(journalled(effects)).toEqual([{ type: 'customerAnswered', callId, at: answeredAt }])
  })

  it('hears nothing from us in them: no greeting, no music, no position', () => {
    for (let now = answeredAt; now < deadline; now += 50) expect(callDue(alone, now, nobody)).toBeUndefined()
    const events: CallEvent[] = [{ type: 'waitBegan' }, { type: 'positionDue', position: 1 }, { type: 'queueWasFull' }]
    expect(play(alone, events, deadline - 1).effects).toEqual([])
  })

  it('talks to the agent who is found at once: the room, and the card with it, nothing rings', () => {
    const { call, effects } = play(alone, [bobReserved], answeredAt + 30)
    expect(call).toMatchObject({ state: 'talking', leg: { agentId: bob, kind: 'room' }, answeredAt: answeredAt + 30 })
    expect(types(effects)).toEqual(['showCard', 'addToBridge', 'startRecording', 'engageAgent'])
    expect(journalled(effects).map(({ type }) => type)).toEqual(['callOffered', 'callAnswered'])
  })

  it('is never given to an agent who would have to be rung', () => {
    const ringing: CallEvent = { type: 'agentReserved', agent: toRing(carol), routing: null }
    expect(applyCallEvent(alone, ringing, answeredAt)).toBeUndefined()
  })

  it('is never given to anybody after the two seconds', () => {
    expect(applyCallEvent(alone, bobReserved, deadline)).toBeUndefined()
  })

  it('is abandoned when they are over: hears who called, and nothing else happens before', () => {
    expect(callDue(alone, deadline, nobody)).toEqual(timedOut)
    expect(applyCallEvent(alone, timedOut, deadline - 1)).toBeUndefined()
    const { call, effects } = play(alone, [timedOut], deadline)
    expect(call).toMatchObject({ state: 'ended', outcome: 'abandoned', customerAnsweredAt: answeredAt })
    expect(types(effects)).toEqual(['sayFarewell'])
    expect(journalled(effects)).toMatchObject([{ outcome: 'abandoned', answeredAt: null, agentId: null }])
  })

  it('counts as abandoned when hanging up within them', () => {
    const { call } = play(alone, [{ type: 'customerHungUp', cause: 16 }], deadline - 1)
    expect(call).toMatchObject({ outcome: 'abandoned' })
  })

  it('is abandoned at once when found answered after a gap: nobody knows since when', () => {
    const { call, effects } = play(predictiveCall(), [{ type: 'customerAnswered', foundLate: true }], answeredAt)
    expect(call).toMatchObject({ state: 'ended', outcome: 'abandoned' })
    expect(effects).toContainEqual({ type: 'sayFarewell', sentence: 'abandoned' })
  })

  it('waits for what is left of the two seconds when nobody listened to the answer at first', () => {
    const { call, effects } = play(predictiveCall(), [{ type: 'customerAnswered', aloneMs: 1500 }], answeredAt + 1500)
    expect(call).toMatchObject({ state: 'waiting', connectBy: deadline, customerAnsweredAt: answeredAt })
    expect(journalled(effects)).toEqual([{ type: 'customerAnswered', callId, at: answeredAt }])
    const late = play(predictiveCall(), [{ type: 'customerAnswered', aloneMs: connectWithinMs }], answeredAt).call
    expect(late).toMatchObject({ state: 'ended', outcome: 'abandoned' })
  })

  it('is abandoned without another word when the exchange has said who called, and frees the agent', () => {
    const told: CallEvent = { type: 'customerLeftAlone' }
    const { call, effects } = play(predictiveCall(), [told], answeredAt)
    expect(call).toMatchObject({ state: 'ended', outcome: 'abandoned', customerAnsweredAt: answeredAt })
    expect(types(effects)).toEqual([])
    expect(types(play(outboundCall(), [told], answeredAt).effects)).toEqual(['releaseAgent'])
    expect(applyCallEvent(alone, told, answeredAt)).toBeUndefined()
  })

  it('waits on for the rest of the two seconds when the agent vanishes within them', () => {
    const talk = play(alone, [bobReserved], answeredAt + 30).call
    const lost: CallEvent = { type: 'agentLegGone', channelId: `${bob}-room`, cause: 44 }
    const { call, effects } = play(talk, [lost], answeredAt + 500)
    expect(call).toMatchObject({ state: 'waiting', connectBy: deadline, answeredAt: null })
    expect(types(effects)).not.toContain('startMusic')
    expect(play(call, [timedOut], deadline).call).toMatchObject({ outcome: 'abandoned' })
  })

  it('goes to the front of the queue, with music, when the agent is lost later', () => {
    const talk = play(alone, [bobReserved], answeredAt + 30).call
    const lost: CallEvent = { type: 'agentLegGone', channelId: `${bob}-room`, cause: 44 }
    const { call, effects } = play(talk, [lost], deadline)
    expect(call).toMatchObject({ state: 'waiting', connectBy: null, priority: 1000 })
    expect(types(effects)).toContain('startMusic')
  })
})

describe('a dial that rings for nobody', () => {
  it('is not ended by us while a person may answer', () => {
    expect(callDue(predictiveCall(), 24_999, nobody)).toBeUndefined()
    expect(callDue(predictiveCall(), 25_000, nobody)).toEqual({ type: 'dialFailed' })
  })

  it('is ended after the shortest ring when its own agent was lost', () => {
    const lost: CallEvent = { type: 'agentLegGone', channelId: 'bob-room', cause: null }
    const { call } = play(outboundCall(), [lost], 1000)
    expect(callDue(call, 14_999, nobody)).toBeUndefined()
    expect(callDue(call, 15_000, nobody)).toEqual({ type: 'ringOutlived' })
    expect(play(call, [{ type: 'ringOutlived' }], 15_000).call).toMatchObject({ outcome: 'cancelled' })
    expect(applyCallEvent(predictiveCall(), { type: 'ringOutlived' }, 15_000)).toBeUndefined()
  })

  it('is given up when nobody could talk, after the shortest ring and never where an agent is reserved', () => {
    expect(applyCallEvent(predictiveCall(), { type: 'dialGivenUp' }, 14_999)).toBeUndefined()
    const { call, effects } = play(predictiveCall(), [{ type: 'dialGivenUp' }], 15_000)
    expect(types(effects)).toEqual(['hangUpCustomer'])
    expect(call).toMatchObject({ state: 'dialing' })
    for (const end of [{ type: 'customerHungUp', cause: 26 }, { type: 'dialVanished' }] as const) {
      expect(play(call, [end], 15_010).call).toMatchObject({ state: 'ended', outcome: 'no-answer' })
    }
    expect(applyCallEvent(outboundCall(), { type: 'dialGivenUp' }, 15_000)).toBeUndefined()
  })

  it.each<CallEvent>([
    { type: 'customerHungUp', cause: 16, wasUp: true },
    { type: 'customerAnswered' },
    { type: 'customerAnswered', aloneMs: 100 },
  ])('is abandoned when the answer crosses our giving up and is told as $type', (answer) => {
    const { call } = play(predictiveCall(), [{ type: 'dialGivenUp' }], 15_000)
    const after = play(call, [answer], 15_005)
    expect(after.call).toMatchObject({ state: 'ended', outcome: 'abandoned', customerAnsweredAt: 15_005 })
    expect(journalled(after.effects).map(({ type }) => type)).toEqual(['customerAnswered', 'callEnded'])
  })

  it('is not given up while Asterisk listens to what has answered', () => {
    const { call } = play({ ...predictiveCall(), detectMachines: true }, [{ type: 'listeningBegan' }], 14_000)
    expect(applyCallEvent(call, { type: 'dialGivenUp' }, 15_000)).toBeUndefined()
    expect(play(call, [answered], 16_000).call).toMatchObject({ state: 'waiting', connectBy: 18_000 })
  })

  it('is abandoned, too, by who answered and was gone before anybody heard of it, except of a mere message', () => {
    const gone: CallEvent = { type: 'customerHungUp', cause: 16, wasUp: true }
    expect(play(predictiveCall(), [gone], 3_000).call).toMatchObject({ outcome: 'abandoned' })
    const message = { ...predictiveCall(), mode: 'agentless' } as const
    expect(play(message, [gone], 3_000).call).toMatchObject({ outcome: 'no-answer' })
  })
})

describe('a customer in the queue who asks to be called back', () => {
  const key: CallEvent = { type: 'keyPressed', key: '1' }
  const waiting = play(inboundCall(7), [{ type: 'waitBegan' }], 1007).call

  it('CC-41: keeps the place: the wish is journalled with the beginning of the wait, and the call ends politely', () => {
    const { call, effects } = play(waiting, [key], 9000)
    expect(call).toMatchObject({ state: 'ended', outcome: 'callback-asked' })
    expect(journalled(effects)[0]).toMatchObject({ type: 'callbackAsked', number: '+380441234567', waitingSince: 7 })
    expect(effects).toContainEqual({ type: 'sayFarewell', sentence: 'callback-promised' })
  })

  it.each([
    ['before the greeting', inboundCall(), key],
    ['by another key', waiting, { type: 'keyPressed', key: '2' }],
    ['with a number that is hidden', { ...waiting, customerNumber: null }, key],
    ['whom we have dialled', alone, key],
  ] as const)('is not heard %s', (_name, call, event) => {
    expect(applyCallEvent(call, event, 9000)).toBeUndefined()
  })
})

describe('a dial whose end nobody heard', () => {
  const vanished: CallEvent = { type: 'dialVanished' }

  it('had the time to ring out: nobody answered', () => {
    const { call, effects } = play(outboundCall(), [vanished], 20_000)
    expect(call).toMatchObject({ state: 'ended', outcome: 'no-answer', foundLate: true })
    expect(effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as: 'unused' })
  })

  it('had not: its end is not known, and is a failure of ours', () => {
    const { call } = play(predictiveCall(), [vanished], 19_999)
    expect(call).toMatchObject({ state: 'ended', outcome: 'system-failure', foundLate: true })
  })

  it('and that should have been told long ago is one that rang out, too', () => {
    const { call } = play(predictiveCall(), [{ type: 'dialFailed' }], 25_000)
    expect(call).toMatchObject({ outcome: 'no-answer', foundLate: true })
  })

  it('is not one that was refused at once, nor one that the network told of', () => {
    const events: CallEvent[] = [{ type: 'dialFailed' }, { type: 'customerHungUp', cause: 34 }]
    for (const event of events) expect(play(predictiveCall(), [event], 10).call).not.toHaveProperty('foundLate')
  })

  it('went with the exchange: a failure of ours, whatever the time', () => {
    const { call } = play(predictiveCall(), [{ type: 'telephonyLost' }], 60_000)
    expect(call).toMatchObject({ outcome: 'system-failure', foundLate: true })
  })

  it('is never one that was answered', () => {
    expect(applyCallEvent(alone, vanished, 60_000)).toBeUndefined()
  })
})
