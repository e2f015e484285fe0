import { toMs, toMsOrNull } from '@orderline/db'
import {
  routingDecisionSchema,
  type CallDetailView,
  type CallEventView,
  type CallRecordView,
  type MissedCallView,
  type RoutingDecision,
  type RoutingDecisionView,
} from '@orderline/domain/contract'
import { maskPhone } from '@orderline/domain/phone'
import type { MissedCallDue } from '../missed-calls/missed-call-due.ts'
import type { CallWithNames, EventWithName } from './records-repository.ts'

/** The only shape in which a call's record leaves. `isMasked`: for those who may not take numbers along. */
export function presentCall(row: CallWithNames, isMasked: boolean): CallRecordView {
  const endOfWait = row.answered_at ?? row.ended_at
  return {
    id: row.id,
    direction: row.direction,
    clientId: row.client_id,
    clientName: row.client_name,
    queueName: row.queue_name,
    customerNumber: shown(row.customer_number, isMasked),
    customerName: row.customer_name,
    shopNumber: row.shop_number,
    agentName: row.agent_name,
    startedAt: toMs(row.started_at),
    answeredAt: toMsOrNull(row.answered_at),
    endedAt: toMsOrNull(row.ended_at),
    waitSeconds: secondsBetween(row.started_at, endOfWait),
    talkSeconds: row.talk_seconds,
    status: row.status,
    outcome: row.outcome,
    disposition: row.disposition,
    hasRecording: row.recording !== null,
    orderId: row.order_id,
  }
}

type MissedLook = { dueAt: MissedCallDue; isMasked: boolean }

export function presentMissedCall(row: CallWithNames, { dueAt, isMasked }: MissedLook): MissedCallView {
  const promisedAt = toMsOrNull(row.promised_at)
  const since = toMs(row.case_began_at ?? row.started_at)
  return {
    callId: row.id,
    caseId: row.case_id ?? row.id,
    since,
    times: Math.max(1, row.case_times ?? 0),
    dueAt: dueAt({ clientId: row.client_id, number: row.customer_number, since }),
    at: toMs(row.started_at),
    clientId: row.client_id,
    clientName: row.client_name,
    queueId: row.queue_id,
    queueName: row.queue_name ?? '',
    customerId: row.customer_id,
    customerNumber: shown(row.customer_number, isMasked),
    customerName: row.customer_name,
    waitSeconds: secondsBetween(row.started_at, row.ended_at),
    reason: missedBecause(row.outcome),
    hasVoicemail: row.voicemail !== null,
    handledBy: row.handler_name,
    handledAt: toMsOrNull(row.handled_at),
    promise: promisedAt === null ? null : { at: promisedAt, agentName: row.promised_agent_name },
  }
}

export type CallDetail = { row: CallWithNames; events: EventWithName[]; names: ReadonlyMap<string, string> }

export function presentCallDetail({ row, events, names }: CallDetail, isMasked: boolean): CallDetailView {
  return {
    ...presentCall(row, isMasked),
    note: row.note,
    recordingCount: row.recording_count,
    hasVoicemail: row.voicemail !== null,
    handledBy: row.handler_name,
    handledAt: toMsOrNull(row.handled_at),
    journal: events.map((event) => presentEvent(event, isMasked)),
    routing: routingDecisions(events).map((decision) => presentRouting(decision, names)),
  }
}

/** The decisions of the router that a call's journal tells of. */
export function routingDecisions(events: readonly EventWithName[]): RoutingDecision[] {
  return events.flatMap(({ payload }) => {
    const parsed = routingDecisionSchema.safeParse((payload as { routing?: unknown }).routing)
    return parsed.success ? [parsed.data] : []
  })
}

function presentEvent(
  { id, at, type, agent_name: agentName, payload }: EventWithName,
  isMasked: boolean,
): CallEventView {
  // Written by the journal from an object of the contract.
  const entry = payload as Record<string, unknown>
  return { id, at: toMs(at), type, agentName, payload: isMasked ? withMaskedNumbers(entry) : entry }
}

function withMaskedNumbers(entry: Record<string, unknown>): Record<string, unknown> {
  const { facts } = entry
  if (typeof facts !== 'object' || facts === null || !('customerNumber' in facts)) return entry
  const { customerNumber } = facts
  const masked = typeof customerNumber === 'string' ? maskPhone(customerNumber) : null
  return { ...entry, facts: { ...facts, customerNumber: masked } }
}

function presentRouting(decision: RoutingDecision, names: ReadonlyMap<string, string>): RoutingDecisionView {
  const nameOf = (id: string) => names.get(id) ?? ''
  return {
    at: decision.at,
    chosenAgentName: decision.chosenAgentId === null ? null : nameOf(decision.chosenAgentId),
    reasons: decision.reasons,
    considered: decision.considered.map(({ agentId, verdict }) => ({ agentId, agentName: nameOf(agentId), verdict })),
    counts: decision.counts,
  }
}

function missedBecause(outcome: string | null): MissedCallView['reason'] {
  switch (outcome) {
    case 'queue-full':
    case 'timeout':
    case 'voicemail':
      return outcome
    case 'system-failure':
      return 'no-backend'
    default:
      return 'abandoned'
  }
}

function shown(number: string | null, isMasked: boolean): string | null {
  return number !== null && isMasked ? maskPhone(number) : number
}

function secondsBetween(from: Date | null, until: Date | null): number {
  return from && until ? Math.max(0, Math.round((toMs(until) - toMs(from)) / 1_000)) : 0
}
