import { agentCallId } from '@orderline/domain/agent'
import { roomBridgeId } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { AgentsService } from '../agents/agents-service.ts'
import type { Telephony } from '../telephony/port.ts'
import type { CallsService } from './calls-service.ts'
import type { Exchange } from './missed-events.ts'

export type BringHomeDeps = {
  agents: Pick<AgentsService, 'all'>
  calls: Pick<CallsService, 'get'>
  telephony: Pick<Telephony, 'createBridge' | 'addToBridge'>
}

/**
 * Lines of agents that are not in the room where they should be: whoever decided the end of a consultation may have died
 * before the second agent was back at home, who would hear the other's talks, and none of the own customers.
 */
export async function bringHome(deps: BringHomeDeps, { channels }: Pick<Exchange, 'channels'>): Promise<void> {
  await Promise.all(
    deps.agents.all().map(async (agent) => {
      const line = channels.get(agent.roomChannelId ?? '')
      const bridgeId = placeOf(agent, deps)
      if (!line || line.bridgeId === bridgeId) return
      await deps.telephony.createBridge(bridgeId)
      await deps.telephony.addToBridge(bridgeId, [line.channelId])
    }),
  )
}

/** A consulted agent is where the first one is at home, everybody else in the own room. */
function placeOf(agent: LiveAgent, { calls }: BringHomeDeps): string {
  const call = calls.get(agentCallId(agent) ?? '')
  const talk = call?.state === 'talking' ? call : undefined
  const isConsulted = talk?.consult?.leg.agentId === agent.id && talk.consult.state !== 'ringing'
  return talk && isConsulted ? talk.bridgeId : roomBridgeId(agent.id)
}
