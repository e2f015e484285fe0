import type { Telephony } from '../telephony/port.ts'
import { createAgentRooms, type AgentRoomsDeps } from './agent-rooms.ts'
import type { AgentsService } from './agents-service.ts'

export type AgentPhonesDeps = AgentRoomsDeps & {
  telephony: Pick<Telephony, 'listRegistered'>
  agents: Pick<AgentsService, 'all'>
}
export type AgentPhones = ReturnType<typeof createAgentPhones>

/** The audio of agents: phones that are registered, rooms that are open for the shift. */
export function createAgentPhones(deps: AgentPhonesDeps) {
  const { telephony, agents, serial } = deps
  const inOrder = (task: () => Promise<void>): Promise<void> => serial.run('registrations', task)

  return {
    ...createAgentRooms(deps),

    setRegistered: (username: string, isRegistered: boolean): Promise<void> =>
      inOrder(async () => {
        const agent = agents.find(({ sipUsername }) => sipUsername === username)
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
