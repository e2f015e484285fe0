import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentsOf } from './agents-of.ts'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEvent } from './events.ts'
import { bob, callId, carol, inboundCall, outboundCall, queue, toRing, toRoom } from './testing.ts'

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
  fc.record({ type: of('agentReserved'), agent: target, routing: fc.constant(null) }),
  fc.record({ type: of('agentAnswered'), agentId }),
  fc.record({ type: of('offerDeclined'), agentId }),
  fc.record({ type: of('offerRangOut'), agentId }),
  fc.record({ type: of('customerAnswered') }),
  fc.record({ type: of('dialFailed') }),
  fc.record({ type: of('customerHungUp'), cause }),
  fc.record({ type: of('agentHungUp'), agentId }),
  fc.record({ type: of('agentLegGone'), channelId, cause }),
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
  fc.record({ type: of('telephonyLost') }),
)
const start = fc.constantFrom(inboundCall(), outboundCall())
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
          if (step && event.type !== 'foundApart') expect(applyCallEvent(call, event, 0)).toBeUndefined()
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
            if (effect.type === 'stopRecording') {
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
