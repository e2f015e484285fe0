import { roomBridgeId, type CallEvent } from '@orderline/domain/call'
import { agentCallId } from '@orderline/domain/agent'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Logger } from '@orderline/runtime/logger'
import type { SerialQueue } from '../calls/serial-queue.ts'
import type { Telephony } from '../telephony/port.ts'
import type { AgentsService } from './agents-service.ts'

export type AgentRoomsDeps = {
  telephony: Pick<Telephony, 'answer' | 'hangUp' | 'createBridge' | 'addToBridge'>
  agents: Pick<AgentsService, 'apply' | 'find' | 'get'>
  /** Tells a call that its agent's line is gone, or another one. */
  tellCall: (callId: string, event: CallEvent) => Promise<unknown>
  serial: SerialQueue
  log: Logger
}
type Line = { channelId: string; username: string }

/** Rooms that are open for the shift, and the lines of their agents. */
export function createAgentRooms({ telephony, agents, tellCall, serial, log }: AgentRoomsDeps) {
  async function tell(agent: LiveAgent | undefined, event: CallEvent): Promise<void> {
    const callId = agent && agentCallId(agent)
    if (callId) await tellCall(callId, event)
  }

  /** Written down first: from then on its end is understood. Before that nothing can be done with one that is gone. */
  async function enter(agentId: string, channelId: string): Promise<void> {
    const entered = await agents.apply(agentId, { type: 'roomEntered', channelId })
    try {
      await telephony.addToBridge(roomBridgeId(agentId), [channelId])
    } catch (error) {
      await agents.apply(agentId, { type: 'roomLeft', channelId })
      throw error
    }
    await tell(entered, { type: 'roomChanged', agentId, channelId })
  }

  /** A page that was reloaded leaves its old line behind, and hears itself twice for as long as it lives. */
  async function enterInsteadOf(old: string, agentId: string, channelId: string): Promise<void> {
    try {
      await enter(agentId, channelId)
    } catch (error) {
      // Nobody is at the old line any more, and its end would not be known for an agent's.
      await tell(agents.get(agentId), { type: 'agentLegGone', channelId: old, cause: null })
      throw error
    } finally {
      await telephony.hangUp(old)
    }
  }

  async function open(agentId: string, channelId: string): Promise<void> {
    await telephony.answer(channelId)
    await telephony.createBridge(roomBridgeId(agentId))
    const old = agents.get(agentId)?.roomChannelId ?? null
    if (old === null || old === channelId) await enter(agentId, channelId)
    else await enterInsteadOf(old, agentId, channelId)
  }

  return {
    /**
     * Known by the account that the phone used, not by anything that it says of itself. One line after the other: of two
     * that come at once each would take the other for none.
     */
    async enterRoom({ channelId, username }: Line): Promise<void> {
      const agent = agents.find(({ sipUsername }) => sipUsername === username)
      if (agent) return serial.run(`room ${agent.id}`, () => open(agent.id, channelId))
      log.warn({ username }, 'room asked for by an account of nobody')
      await telephony.hangUp(channelId, 'rejected')
    },

    async leaveRoom(agentId: string, { channelId, cause }: { channelId: string; cause: number | null }): Promise<void> {
      const agent = await agents.apply(agentId, { type: 'roomLeft', channelId })
      await tell(agent, { type: 'agentLegGone', channelId, cause })
    },
  }
}
