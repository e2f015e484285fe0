import type { CallEventOf } from './events.ts'
import type { Step } from './step.ts'
import type { AgentLeg, Call, CallIn } from './types.ts'

type Change = CallEventOf<'roomChanged'>

/**
 * Whoever serves the call from a room has another channel there from now on, whose end is the one that counts. It has
 * entered the room, and with it the talk, unless the agent is consulted where the first one is at home.
 */
export function changeRoom(call: Call, change: Change): Step | undefined {
  if (!('leg' in call) || call.leg === null) return undefined
  if (isStale(call.leg, change)) return { call: { ...call, leg: renewed(call.leg, change) }, effects: [] }
  return call.state === 'talking' ? changeConsulted(call, change) : undefined
}

function changeConsulted(call: CallIn<'talking'>, change: Change): Step | undefined {
  const { consult, bridgeId } = call
  if (!consult || !isStale(consult.leg, change)) return undefined
  return {
    call: { ...call, consult: { ...consult, leg: renewed(consult.leg, change) } },
    effects: consult.state === 'ringing' ? [] : [{ type: 'addToBridge', bridgeId, channelIds: [change.channelId] }],
  }
}

function isStale(leg: AgentLeg, { agentId, channelId }: Change): boolean {
  return leg.kind === 'room' && leg.agentId === agentId && leg.channelId !== channelId
}

function renewed(leg: AgentLeg, { channelId }: Change): AgentLeg {
  return { ...leg, channelId }
}
