import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentsOf } from './agents-of.ts'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEvent } from './events.ts'
import type { Call } from './types.ts'
import { connectWithinMs } from './connecting.ts'
import { shortestRingMs } from './dialing.ts'
import { callDue } from './due.ts'
import {
  agentlessCall,
  bob,
  callId,
  carol,
  inboundCall,
  outboundCall,
  predictiveCall,
  previewCall,
  queue,
  toRing,
  toRoom,
} from './testing.ts'

const agentId = fc.constantFrom(bob, carol)
const target = fc.constantFrom(toRing(bob), toRoom(bob), toRing(carol), toRoom(carol))
const channelId = fc.constantFrom(`${callId}-agent-1`, `${callId}-agent-2`, 'bob-room', `${bob}-room`, `${carol}-room`)
const cause = fc.constantFrom(null, 16, 17, 19, 21, 44)
const of = <T extends CallEvent['type']>(type: T) => fc.constant(type)

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({ type: of('customerIdentified'), customerId: agentId, isNew: fc.boolean() }),
  fc.record({ type: of('waitBegan') }),
  fc.record({ type: of('positionDue'), position: fc.nat(9) }),
  fc.record({ type: of('waitedTooLong') }),
  fc.record({ type: of('queueWasFull') }),
  fc.record({ type: of('owedAnAgent') }),
  fc.record({ type: of('agentReserved'), agent: target, routing: fc.constant(null) }),
  fc.record({ type: of('agentAnswered'), agentId }),
  fc.record({ type: of('offerDeclined'), agentId }),
  fc.record({ type: of('offerRangOut'), agentId }),
  fc.record({ type: of('customerAnswered') }),
  fc.record({ type: of('customerAnswered'), foundLate: fc.constant(true as const) }),
  fc.record({ type: of('customerAnswered'), aloneMs: fc.nat(connectWithinMs - 1) }),
  fc.record({ type: of('customerLeftAlone') }),
  fc.record({ type: of('listeningBegan') }),
  fc.record({ type: of('machineAnswered') }),
  fc.record({ type: of('machineLeftAlone') }),
  fc.record({ type: of('machineJudged'), agentId, judgement: fc.constantFrom('person', 'machine') }),
  fc.record({ type: of('dialFailed') }),
  fc.record({ type: of('dialRefused'), because: fc.string() }),
  fc.record({ type: of('ringOutlived') }),
  fc.record({ type: of('dialGivenUp') }),
  fc.record({ type: of('connectTimedOut') }),
  fc.record({ type: of('previewStarted'), agentId }),
  fc.record({ type: of('previewSkipped'), agentId, reason: fc.string() }),
  fc.record({ type: of('previewTimedOut') }),
  fc.record({ type: of('messageEnded'), play: fc.nat(3) }),
  fc.record({ type: of('keyPressed'), key: fc.constantFrom('1', '2', '3', '9', '*') }),
  fc.record({ type: of('keyTimedOut') }),
  fc.record({ type: of('customerHungUp'), cause }),
  fc.record({ type: of('customerHungUp'), cause, wasUp: fc.constant(true) }),
  fc.record({ type: of('agentHungUp'), agentId }),
  fc.record({ type: of('agentLegGone'), channelId, cause }),
  fc.record({ type: of('roomChanged'), agentId, channelId: fc.constantFrom('new-room', `${bob}-room`) }),
  fc.record({ type: of('holdToggled'), agentId, onHold: fc.boolean() }),
  fc.record({ type: of('recordingToggled'), agentId, paused: fc.boolean() }),
  fc.record({ type: of('transferredToQueue'), agentId, queue: fc.constant(queue) }),
  fc.record({ type: of('transferredToAgent'), agentId, target }),
  fc.record({ type: of('consultStarted'), agentId, target }),
  fc.record({ type: of('consultAnswered'), agentId }),
  fc.record({ type: of('consultEnded'), agentId, reason: fc.constantFrom('declined', 'ring-timeout', 'left') }),
  fc.record({ type: of('consultCompleted'), agentId }),
  fc.record({ type: of('consultCancelled'), agentId }),
  fc.record({ type: of('conferenceStarted'), agentId }),
  fc.record({ type: of('foundApart') }),
  fc.record({ type: of('foundInBridge'), bridgeId: fc.constant('a-room') }),
  fc.record({ type: of('telephonyLost') }),
  fc.record({ type: of('dialVanished') }),
)
const sampledCall = outboundCall(0, { mode: 'predictive', leg: null, detectMachines: true, samplesMachine: true })
const dials = [outboundCall(), predictiveCall(), sampledCall, previewCall('dial'), previewCall('skip'), agentlessCall()]
const start = fc.constantFrom(inboundCall(), ...dials)
const story = fc.array(anyEvent, { maxLength: 60 })
const runs = { numRuns: 2000 }

describe('a call, whatever happens in whatever order', () => {
  it('never leaves ended, and nothing is done for it afterwards', () => {
    fc.assert(
      fc.property(start, story, (first, events) => {
        let call = first
        for (const event of events) {
          const step = applyCallEvent(call, event, 0)
          if (call.state === 'ended') expect(step).toBeUndefined()
          call = step?.call ?? call
        }
      }),
      runs,
    )
  })

  it('says nothing new when an event is repeated, except where Asterisk has to be put right', () => {
    fc.assert(
      fc.property(start, story, (first, events) => {
        let call = first
        for (const event of events) {
          const step = applyCallEvent(call, event, 0)
          call = step?.call ?? call
          // Pressing a key twice is two wishes.
          const isNews = ['foundApart', 'foundInBridge', 'keyPressed'].includes(event.type)
          if (step && !isNews) expect(applyCallEvent(call, event, 0)).toBeUndefined()
        }
      }),
      runs,
    )
  })

  it('releases every agent exactly once for each time that it held the agent', () => {
    fc.assert(
      fc.property(start, story, (first, events) => {
        let call = first
        for (const event of events) {
          const step = applyCallEvent(call, event, 0)
          if (!step) continue
          const released = step.effects.flatMap((effect) => (effect.type === 'releaseAgent' ? [effect.agentId] : []))
          const still = agentsOf(step.call)
          const gone = agentsOf(call).filter((agent) => !still.includes(agent))
          expect(released.sort()).toEqual(gone.sort())
          call = step.call
        }
      }),
      runs,
    )
  })

  it('stops every recording that it started before the next one, and before the end', () => {
    fc.assert(
      fc.property(start, story, (first, events) => {
        let call = first
        let running: string | null = null
        for (const event of events) {
          const step = applyCallEvent(call, event, 0)
          for (const effect of step?.effects ?? []) {
            if (effect.type === 'startRecording') {
              expect(running).toBeNull()
              running = effect.name
            }
            // Of a talk that is over it is asked once more, for whoever died before it was done.
            if (effect.type === 'stopRecording' && event.type !== 'foundInBridge') {
              expect(running).toBe(effect.name)
              running = null
            }
          }
          call = step?.call ?? call
          expect(running === null).toBe(call.state !== 'talking')
        }
      }),
      runs,
    )
  })
})

/** Events at moments that grow; between them time does what is due, as the ticker would. */
const timedStory = fc.array(fc.tuple(fc.nat(6_000), anyEvent), { maxLength: 40 })
const tickMs = 250

describe('a call that we dial, as time goes by', () => {
  it('CC-42: nobody is abandoned early, and nobody waits for an agent longer than two seconds after the answer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dials), timedStory, (first, events) => {
        walk(first, events, (before, after, now) => {
          const isGivenUp = after.state === 'ended' && after.outcome === 'abandoned'
          if (before.state === 'waiting' && before.connectBy !== null) {
            expect(before.connectBy).toBe((before.customerAnsweredAt ?? 0) + connectWithinMs)
            expect(now).toBeLessThan(before.connectBy + tickMs)
            if (after.state === 'talking') expect(now).toBeLessThan(before.connectBy)
            expect(after.state).not.toBe('offering')
          } else if (isGivenUp) expect(after.customerAnsweredAt).toBe(now)
        })
      }),
      runs,
    )
  })

  it('CC-42: no phone that rings is silenced by us before the shortest ring, unless the exchange failed', () => {
    const failures = ['dialFailed', 'telephonyLost', 'machineAnswered', 'machineLeftAlone']
    const harmless = timedStory.map((events) => events.filter(([, { type }]) => !failures.includes(type)))
    fc.assert(
      fc.property(fc.constantFrom(...dials), harmless, (first, events) => {
        walk(first, events, (before, after, now) => {
          const isSilenced = before.state === 'dialing' && after.state === 'ended' && after.outcome === 'cancelled'
          if (before.state === 'dialing' && isSilenced)
            expect(now - before.since).toBeGreaterThanOrEqual(shortestRingMs)
        })
      }),
      runs,
    )
  })
})

type Look = (before: Call, after: Call, now: number) => void

function walk(first: Call, events: [number, CallEvent][], look: Look): void {
  let call = first
  let now = 0
  let nextTick = tickMs
  const happen = (event: CallEvent) => {
    const step = applyCallEvent(call, event, now)
    if (!step) return
    look(call, step.call, now)
    call = step.call
  }
  for (const [waitMs, event] of events) {
    const until = now + waitMs
    for (; nextTick <= until; nextTick += tickMs) {
      now = nextTick
      const due = callDue(call, now, () => 1)
      if (due) happen(due)
    }
    now = until
    happen(event)
  }
}
