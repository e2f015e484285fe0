import { agentsOf, type AgentLeg, type Call } from '@orderline/domain/call'
import { customerTimeZone } from '@orderline/domain/dialing'
import type { ClientView, DesktopCall, LiveAgent, QueueView } from '@orderline/domain/contract'

export type CallContext = {
  client: ClientView | undefined
  queue: QueueView | undefined
  agentName: (agentId: string) => string
}
type Part = Pick<
  DesktopCall,
  'state' | 'since' | 'previewUntil' | 'talkingSince' | 'onHold' | 'recording' | 'audio' | 'consult' | 'endedBecause'
>

/** A call as this agent sees it; null for an agent who has no part in it (any more). */
export function presentCall(call: Call, agent: LiveAgent, context: CallContext): DesktopCall | null {
  const part = partOf(call, agent, context)
  if (!part) return null
  const { client, queue } = context
  return {
    id: call.id,
    direction: call.direction,
    ...part,
    client: {
      id: call.clientId,
      code: client?.code ?? '',
      name: client?.name ?? '',
      color: client?.color ?? '',
      greeting: client?.greeting ?? '',
      ...(client && { timeZone: zoneOf(call, client) }),
    },
    queueName: queue?.name ?? '',
    shopNumber: call.shopNumber,
    customerNumber: call.customerNumber,
    ...(call.machineCheck !== null && { machineCheck: call.machineCheck }),
  }
}

/** Whose time it is that an agent promises: as dialling reads it from the number. */
function zoneOf({ customerNumber }: Call, { timeZone }: ClientView): string {
  return customerNumber === null ? timeZone : customerTimeZone(customerNumber, timeZone)
}

function partOf(call: Call, agent: LiveAgent, context: CallContext): Part | undefined {
  if (agentsOf(call).includes(agent.id)) return livePart(call, agent, context)
  if (!isLeaving(agent) || agent.callId !== call.id) return undefined
  const endedBecause = call.state === 'ended' ? call.outcome : 'transferred'
  return { ...quiet, state: 'ended', since: agent.since, talkingSince: call.answeredAt, audio: 'ring', endedBecause }
}

/** A call is over a moment before its agents are released from it: their card must not go away in between. */
function isLeaving(agent: LiveAgent): agent is LiveAgent & { state: 'talking' | 'wrap-up' } {
  return agent.state === 'talking' || agent.state === 'wrap-up'
}

const quiet = { onHold: false, recording: 'off', consult: null, endedBecause: null } as const

function livePart(call: Call, agent: LiveAgent, { agentName }: CallContext): Part | undefined {
  if (!('leg' in call) || call.leg === null) return undefined
  const { since } = call
  if (call.state !== 'talking') {
    const preview = call.state === 'previewing' ? { previewUntil: call.preview.until } : {}
    return { ...quiet, state: call.state, since, talkingSince: null, audio: call.leg.kind, ...preview }
  }
  const { consult, leg, onHold, recording } = call
  if (consult && consult.leg.agentId === agent.id) return consultedPart(consult)
  const shown = consult && { kind: 'agent' as const, name: agentName(consult.leg.agentId), state: consult.state }
  const audio = leg.kind
  return { state: 'talking', since, talkingSince: since, onHold, recording, audio, consult: shown, endedBecause: null }
}

/** The second agent is offered the talk like any call. */
function consultedPart({ leg, state, since }: { leg: AgentLeg; state: string; since: number }): Part {
  const isRinging = state === 'ringing'
  return {
    ...quiet,
    state: isRinging ? 'offering' : 'talking',
    since,
    talkingSince: isRinging ? null : since,
    audio: leg.kind,
  }
}
