import type { JournalEntry } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { noon, type DialingBed } from '../campaigns/testing.ts'
import { createJournalWriter } from './journal-writer.ts'
import type { Facts } from './project-call.ts'

type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>

export const ids = {
  call: createId(),
  client: createId(),
  queue: createId(),
  agent: createId(),
  customer: createId(),
}

/** Noon in Kyiv on a weekday. */
const begin = Date.parse('2026-01-15T10:00:00Z')

/** Entries of one call's life; each takes what the test cares about. */
export function facts(over: Partial<Facts> = {}): Facts {
  return {
    direction: 'inbound',
    clientId: ids.client,
    queueId: ids.queue,
    customerId: null,
    orderId: null,
    attemptId: null,
    campaignId: null,
    customerNumber: '+380671234567',
    shopNumber: '+380442000001',
    startedAt: begin,
    ...over,
  }
}

export function arrived(over: Partial<EntryOf<'callArrived'>> = {}): EntryOf<'callArrived'> {
  return { type: 'callArrived', callId: ids.call, at: begin, facts: facts(), callerName: null, ...over }
}

export function dialed(over: Partial<EntryOf<'callDialed'>> = {}): EntryOf<'callDialed'> {
  const outbound = facts({ direction: 'outbound' })
  return { type: 'callDialed', callId: ids.call, at: begin, agentId: ids.agent, facts: outbound, ...over }
}

export function answered(over: Partial<EntryOf<'callAnswered'>> = {}): EntryOf<'callAnswered'> {
  return { type: 'callAnswered', callId: ids.call, at: begin + 5_000, agentId: ids.agent, ...over }
}

export function ended(over: Partial<EntryOf<'callEnded'>> = {}): EntryOf<'callEnded'> {
  return {
    type: 'callEnded',
    callId: ids.call,
    at: begin + 65_000,
    facts: facts(),
    agentId: ids.agent,
    answeredAt: begin + 5_000,
    status: 'answered',
    outcome: 'completed',
    cause: 16,
    recording: 'a.wav',
    ...over,
  }
}

export function wrappedUp(over: Partial<EntryOf<'callWrappedUp'>> = {}): EntryOf<'callWrappedUp'> {
  return {
    type: 'callWrappedUp',
    callId: ids.call,
    at: begin + 70_000,
    agentId: ids.agent,
    orderId: null,
    disposition: 'info-given',
    note: 'asked about delivery',
    callbackAt: null,
    cancelReason: null,
    ...over,
  }
}

export type WriteJournal = ReturnType<typeof journalOf>

/** Writes the journal of a bed, each batch twice: one that was not acknowledged before a death is delivered again. */
export function journalOf({ db, settle, wishes, inFlight }: DialingBed) {
  const wakeDialer = () => Promise.resolve()
  const releaseSubject = inFlight.release
  const writer = createJournalWriter({ db, settle, wishes, releaseSubject, wakeDialer, onWritten: () => undefined })
  let sequence = 0
  return async (entries: readonly JournalEntry[]): Promise<void> => {
    const batch = entries.map((entry) => ({ id: `${noon}-${(sequence += 1)}`, entry }))
    await writer.write(batch)
    await writer.write(batch)
  }
}
