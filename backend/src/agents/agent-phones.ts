import { roomBridgeId, type CallEvent } from '@orderline/domain/call'
import { agentCallId } from '@orderline/domain/agent'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Logger } from '@orderline/runtime/logger'
import type { SerialQueue } from '../calls/serial-queue.ts'
import type { Telephony } from '../telephony/port.ts'
import type { AgentsService } from './agents-service.ts'

export type AgentPhonesDeps = {
  telephony: Pick<Telephony, 'answer' | 'hangUp' | 'createBridge' | 'addToBridge' | 'listRegistered'>
  agents: Pick<AgentsService, 'apply' | 'find' | 'get' | 'all'>
  /** Tells a call that its agent's line is gone, or another one. */
  tellCall: (callId: string, event: CallEvent) => Promise<unknown>
  serial: SerialQueue
  log: Logger
}
export type AgentPhones = ReturnType<typeof createAgentPhones>

/** The audio of agents: phones that are registered, rooms that are open for the shift. */
export function createAgentPhones({ telephony, agents, tellCall, serial, log }: AgentPhonesDeps) {
  const inOrder = (task: () => Promise<void>): Promise<void> => serial.run('registrations', task)
  /** Written down first: from then on its end is understood. Before that nothing can be done with one that is gone. */
  async function enter(agentId: string, channelId: string): Promise<LiveAgent | undefined> {
    const entered = await agents.apply(agentId, { type: 'roomEntered', channelId })
    try {
      await telephony.addToBridge(roomBridgeId(agentId), [channelId])
    } catch (error) {
      await agents.apply(agentId, { type: 'roomLeft', channelId })
      throw error
    }
    return entered
  }
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
      const entered = await enter(agent.id, channelId)
      const callId = entered && agentCallId(entered)
      if (callId) await tellCall(callId, { type: 'roomChanged', agentId: agent.id, channelId })
      // A page that was reloaded leaves its old line behind, and hears itself twice for as long as it lives.
      const old = agent.roomChannelId
      if (old !== null && old !== channelId) await telephony.hangUp(old)
    },

    async leaveRoom(agentId: string, { channelId, cause }: { channelId: string; cause: number | null }): Promise<void> {
      const agent = await agents.apply(agentId, { type: 'roomLeft', channelId })
      const callId = agent && agentCallId(agent)
      if (callId) await tellCall(callId, { type: 'agentLegGone', channelId, cause })
    },

    setRegistered: (username: string, isRegistered: boolean): Promise<void> =>
      inOrder(async () => {
        const agent = byUsername(username)
        if (agent) await agents.apply(agent.id, { type: isRegistered ? 'phoneFound' : 'phoneLost' })
      }),

    /**
     * Puts right who is registered, by what the exchange lists. News that comes while it lists waits: else a phone that
     * registers in that moment would change nothing first, and be taken for lost by the older list then.
     */
    reconcileRegistered: (): Promise<void> =>
      inOrder(async () => {
        const registered = new Set(await telephony.listRegistered())
        const changes = agents.all().map(async ({ id, sipUsername, phoneRegistered }) => {
          const isRegistered = sipUsername !== null && registered.has(sipUsername)
          if (isRegistered !== phoneRegistered)
            await agents.apply(id, { type: isRegistered ? 'phoneFound' : 'phoneLost' })
        })
        await Promise.all(changes)
      }),
  }
}
