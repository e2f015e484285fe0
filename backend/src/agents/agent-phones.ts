import { roomBridgeId, type CallEvent } from '@orderline/domain/call'
import { agentCallId } from '@orderline/domain/agent'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Logger } from '@orderline/runtime/logger'
import type { Telephony } from '../telephony/port.ts'
import type { AgentsService } from './agents-service.ts'

export type AgentPhonesDeps = {
  telephony: Pick<Telephony, 'answer' | 'hangUp' | 'createBridge' | 'addToBridge'>
  agents: Pick<AgentsService, 'apply' | 'find' | 'get'>
  /** Tells a call that its agent's line is gone. */
  tellCall: (callId: string, event: CallEvent) => Promise<unknown>
  log: Logger
}
export type AgentPhones = ReturnType<typeof createAgentPhones>

/** The audio of agents: phones that are registered, rooms that are open for the shift. */
export function createAgentPhones({ telephony, agents, tellCall, log }: AgentPhonesDeps) {
  const byUsername = (username: string): LiveAgent | undefined => agents.find((agent) => agent.sipUsername === username)

  return {
    /** Known by the account that the phone used, not by anything that it says of itself. */
    async enterRoom({ channelId, username }: { channelId: string; username: string }): Promise<void> {
      const agent = byUsername(username)
      if (!agent) {
        log.warn({ username }, 'room asked for by an account of nobody')
        return telephony.hangUp(channelId, 'rejected')
      }
      await telephony.answer(channelId)
      await telephony.createBridge(roomBridgeId(agent.id))
      await telephony.addToBridge(roomBridgeId(agent.id), channelId)
      await agents.apply(agent.id, { type: 'roomEntered', channelId })
      // A page that was reloaded leaves its old line behind, and hears itself twice for as long as it lives.
      const old = agent.roomChannelId
      if (old !== null && old !== channelId) await telephony.hangUp(old)
    },

    async leaveRoom(agentId: string, { channelId, cause }: { channelId: string; cause: number | null }): Promise<void> {
      const agent = await agents.apply(agentId, { type: 'roomLeft', channelId })
      const callId = agent && agentCallId(agent)
      if (callId) await tellCall(callId, { type: 'agentLegGone', channelId, cause })
    },

    async setRegistered(username: string, isRegistered: boolean): Promise<void> {
      const agent = byUsername(username)
      if (agent) await agents.apply(agent.id, { type: isRegistered ? 'phoneFound' : 'phoneLost' })
    },
  }
}
