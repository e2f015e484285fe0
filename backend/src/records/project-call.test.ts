import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '@orderline/domain/contract'
import { projectCall } from './project-call.ts'
import { answered, arrived, dialed, ended, facts, ids, wrappedUp } from './testing.ts'

const callId = ids.call
const life: JournalEntry[] = [arrived(), answered(), ended(), wrappedUp()]

describe('a row of calls', () => {
  it('begins waiting, goes on talking and ends as the journal says', () => {
    expect(projectCall(callId, [arrived()])?.row).toMatchObject({
      status: 'waiting',
      answered_at: null,
      agent_id: null,
    })
    expect(projectCall(callId, [arrived(), answered()])?.row).toMatchObject({
      status: 'talking',
      agent_id: ids.agent,
      answered_at: new Date(answered().at),
    })
    expect(projectCall(callId, life)?.row).toMatchObject({
      status: 'answered',
      outcome: 'completed',
      ended_at: new Date(ended().at),
      disposition: 'info-given',
      note: 'asked about delivery',
      recording: 'a.wav',
    })
  })

  it('counts the recordings: none, the one of a plain call, those of a transferred one', () => {
    const countAfter = (over: Parameters<typeof ended>[0]) =>
      projectCall(callId, [arrived(), ended(over)])?.row.recording_count
    expect(countAfter({ recording: null })).toBe(0)
    expect(countAfter({})).toBe(1)
    expect(countAfter({ recordings: 3 })).toBe(3)
  })

  it('was not answered when the end says so: its agent was lost within the two seconds', () => {
    const abandoned = ended({ answeredAt: null, status: 'failed', outcome: 'abandoned' })
    const row = { answered_at: null, talk_seconds: 0 }
    expect(projectCall(callId, [arrived(), answered(), abandoned])?.row).toMatchObject(row)
  })

  it('waits again when its agent was lost or passed it on, and the talk lasts without that wait', () => {
    const from = answered().at
    const lost: JournalEntry = { type: 'agentLost', callId, agentId: ids.agent, at: from + 10_000 }
    const to = { kind: 'queue', id: ids.queue } as const
    const passedOn: JournalEntry = { ...lost, type: 'callTransferred', mode: 'blind', to }
    for (const left of [lost, passedOn]) {
      const open = [arrived(), answered(), left]
      expect(projectCall(callId, open)?.row).toMatchObject({ status: 'waiting', talk_seconds: 10 })
      const again = answered({ at: from + 40_000 })
      expect(projectCall(callId, [...open, again])?.row).toMatchObject({ status: 'talking', talk_seconds: 10 })
      expect(projectCall(callId, [...open, again, ended()])?.row.talk_seconds).toBe(30)
      expect(projectCall(callId, [...open, ended()])?.row.talk_seconds).toBe(10)
    }
  })

  it('never talked for less than nothing, whatever clocks say', () => {
    const early = ended({ at: answered().at - 3_000 })
    expect(projectCall(callId, [arrived(), answered(), early])?.row.talk_seconds).toBe(0)
    expect(projectCall(callId, [early])?.row.talk_seconds).toBe(0)
  })

  it('is one talk when the consulted agent takes it over', () => {
    const at = answered().at + 10_000
    const to = { kind: 'agent', id: ids.customer } as const
    const takenOver: JournalEntry = { type: 'callTransferred', callId, agentId: ids.agent, at, mode: 'consult', to }
    const open = [arrived(), answered(), takenOver, answered({ at, agentId: to.id })]
    expect(projectCall(callId, open)?.row).toMatchObject({ status: 'talking', agent_id: to.id })
    expect(projectCall(callId, [...open, ended()])?.row.talk_seconds).toBe(60)
  })

  it('is whole when only its end is known', () => {
    expect(projectCall(callId, [ended()])?.row).toMatchObject({
      client_id: ids.client,
      customer_number: '+380671234567',
      status: 'answered',
      agent_id: ids.agent,
      talk_seconds: 60,
    })
  })

  it('says when its customer was dialled, and that a preview which was skipped dialled nobody', () => {
    const outbound = facts({ direction: 'outbound' })
    const end = (outcome: 'skipped' | 'no-answer') =>
      ended({ facts: outbound, status: 'failed', answeredAt: null, outcome })
    const later = dialed({ at: outbound.startedAt + 40_000 })
    expect(projectCall(callId, [later, end('no-answer')])?.dialedAt).toBe(later.at)
    expect(projectCall(callId, [end('no-answer')])?.dialedAt).toBe(outbound.startedAt)
    expect(projectCall(callId, [end('skipped')])?.dialedAt).toBeNull()
    expect(projectCall(callId, life)?.dialedAt).toBeNull()
  })

  it('is not there before somebody told its facts', () => {
    expect(projectCall(callId, [answered(), wrappedUp()])).toBeUndefined()
  })

  it('RS-30: has the customer who was found after the arrival', () => {
    const customerId = ids.customer
    const identified: JournalEntry = { type: 'customerIdentified', callId, at: 1, customerId, isNew: true }
    expect(projectCall(callId, [arrived(), identified])?.row.customer_id).toBe(customerId)
  })

  it('is the same however often the end is repeated, and whatever came before it', () => {
    const whole = projectCall(callId, life)?.row
    fc.assert(
      fc.property(fc.subarray([arrived(), answered()]), fc.nat(3), (before, repeats) => {
        const ends = Array.from({ length: repeats + 1 }, () => ended())
        expect(projectCall(callId, [...before, ...ends, wrappedUp()])?.row).toEqual(whole)
      }),
    )
  })
})
