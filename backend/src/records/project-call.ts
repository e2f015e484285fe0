import type { CallRow } from '@orderline/db'
import { toDate, toDateOrNull } from '@orderline/db'
import type { JournalEntry } from '@orderline/domain/contract'

export type Facts = Extract<JournalEntry, { type: 'callEnded' }>['facts']
type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>

/** The columns of `calls` that the journal decides; what comes after a missed call is none of them. */
export type JournalledCall = Omit<CallRow, 'voicemail' | 'handled_by' | 'handled_at' | 'told_at'>

export type Projection = {
  row: JournalledCall
  attemptId: string | null
  /** When the customer's phone was dialled by us; null where it was not: an agent may have read the card only. */
  dialedAt: number | null
  /** Only of a call that was passed to an agent although it was taken for a machine; `opinion` null: not said yet. */
  machine: { opinion: 'person' | 'machine' | 'unknown' | null } | null
  /** Undefined while the call goes on. */
  ended: EntryOf<'callEnded'> | undefined
}

/**
 * What a row of `calls` is, out of all journal entries of the call that are known, in the journal's order. It depends
 * on nothing else, so writing it again, or late, changes nothing. Undefined while no entry with the facts is there.
 */
export function projectCall(callId: string, entries: readonly JournalEntry[]): Projection | undefined {
  const ended = last(entries, 'callEnded')
  const begun = last(entries, 'callArrived') ?? last(entries, 'callDialed')
  const facts = ended?.facts ?? begun?.facts
  if (!facts) return undefined
  const { attemptId } = facts
  const dialedAt = last(entries, 'callDialed')?.at ?? dialedByItsEnd(ended)
  const row = { ...rowOfFacts(callId, facts), ...whatHappened(entries, ended) }
  return { row, attemptId, dialedAt, machine: machineOf(entries), ended }
}

/** The outcome that the agent notes decides, too: `machine` says it, and any other says that somebody was there. */
function machineOf(entries: readonly JournalEntry[]): Projection['machine'] {
  if (!last(entries, 'machinePassed')) return null
  const noted = last(entries, 'callWrappedUp')?.disposition
  if (noted === 'machine') return { opinion: 'machine' }
  const said = last(entries, 'machineJudged')?.judgement
  if (said) return { opinion: said }
  if (noted) return { opinion: 'person' }
  return { opinion: last(entries, 'callEnded') ? 'unknown' : null }
}

/** These are also the ends of a card that was read, and nothing dialled. */
const endsWithoutDial: readonly string[] = ['skipped', 'cancelled', 'system-failure']

/** Where the entry of the dial was lost, any other end says that there was one, about when the call began. */
function dialedByItsEnd(ended: EntryOf<'callEnded'> | undefined): number | null {
  const wasDialed = ended?.facts.direction === 'outbound' && !endsWithoutDial.includes(ended.outcome)
  return wasDialed ? ended.facts.startedAt : null
}

function rowOfFacts(callId: string, facts: Facts) {
  return {
    id: callId,
    direction: facts.direction,
    client_id: facts.clientId,
    queue_id: facts.queueId,
    order_id: facts.orderId,
    customer_number: facts.customerNumber,
    shop_number: facts.shopNumber,
    started_at: toDate(facts.startedAt),
    customer_id: facts.customerId,
  }
}

function whatHappened(entries: readonly JournalEntry[], ended: EntryOf<'callEnded'> | undefined) {
  const answered = entries.filter((entry) => entry.type === 'callAnswered')
  const talk = talkOf(entries)
  const wrappedUp = last(entries, 'callWrappedUp')
  const facts = ended?.facts ?? last(entries, 'callArrived')?.facts ?? last(entries, 'callDialed')?.facts
  return {
    status: ended?.status ?? (talk.since === null ? ('waiting' as const) : ('talking' as const)),
    outcome: ended?.outcome ?? null,
    agent_id: ended?.agentId ?? answered.at(-1)?.agentId ?? last(entries, 'callDialed')?.agentId ?? null,
    customer_id: facts?.customerId ?? last(entries, 'customerIdentified')?.customerId ?? null,
    // The end knows best: an agent who was lost at once was no answer.
    answered_at: toDateOrNull(ended ? ended.answeredAt : (answered[0]?.at ?? null)),
    ended_at: toDateOrNull(ended?.at ?? null),
    // Two backends, of which each tells a part, may have clocks that differ.
    talk_seconds: Math.max(0, Math.round((ended ? talkByEnd(ended, talk) : talk.ms) / 1_000)),
    recording: ended?.recording ?? null,
    recording_count: ended?.recording ? (ended.recordings ?? 1) : 0,
    disposition: wrappedUp?.disposition ?? null,
    note: wrappedUp?.note || null,
  }
}

/** How long agents talked, and since when one does. Between two of them the customer waits; one who takes over goes on. */
type Talk = { ms: number; since: number | null }

function talkOf(entries: readonly JournalEntry[]): Talk {
  return entries.reduce<Talk>(
    ({ ms, since }, entry) => {
      if (entry.type === 'callAnswered') return { ms, since: since ?? entry.at }
      return since !== null && endsTalk(entry) ? { ms: ms + entry.at - since, since: null } : { ms, since }
    },
    { ms: 0, since: null },
  )
}

function endsTalk(entry: JournalEntry): boolean {
  if (entry.type === 'callTransferred') return entry.mode === 'blind'
  return entry.type === 'agentLost' || entry.type === 'callEnded'
}

/** The end knows best whether there was a talk, and about how long where no other entry was seen. */
function talkByEnd({ at, answeredAt }: EntryOf<'callEnded'>, { ms }: Talk): number {
  if (answeredAt === null) return 0
  return ms === 0 ? at - answeredAt : ms
}

function last<Type extends JournalEntry['type']>(
  entries: readonly JournalEntry[],
  type: Type,
): EntryOf<Type> | undefined {
  return entries.findLast((entry): entry is EntryOf<Type> => entry.type === type)
}
