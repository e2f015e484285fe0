import type { AgentsService } from '../agents/agents-service.ts'
import type { ScreenPublisher } from '../calls/ports.ts'
import type { Session } from '../http/http-types.ts'

export type AgentConnectionsDeps = { agents: Pick<AgentsService, 'apply' | 'all' | 'get'>; screens: ScreenPublisher }
export type AgentConnections = ReturnType<typeof createAgentConnections>

/** What sockets tell about agents: a screen that is there or not, a softphone that is registered or not. */
export function createAgentConnections({ agents, screens }: AgentConnectionsDeps) {
  /** Other tabs, also at other backends, count: the last screen is the one that matters. */
  async function disconnected(agentId: string, countScreens: () => Promise<number>): Promise<void> {
    if ((await countScreens()) > 0) return
    await agents.apply(agentId, { type: 'screenLost' })
    // One that came while they were counted was told before it counted as lost.
    if ((await countScreens()) > 0) await agents.apply(agentId, { type: 'screenFound' })
  }

  return {
    disconnected,
    async connected(agentId: string): Promise<void> {
      await agents.apply(agentId, { type: 'screenFound' })
      await screens.showNow(agentId)
    },
    /**
     * The exchange tells this too; the browser knows earlier, and also when only the page's own line is dead. Of a page
     * whose phone a later login has taken over, and which says so every few seconds, it means nothing.
     */
    async phone({ userId, sessionId }: Pick<Session, 'userId' | 'sessionId'>, isRegistered: boolean): Promise<void> {
      if (agents.get(userId)?.sessionId !== sessionId) return
      await agents.apply(userId, { type: isRegistered ? 'phoneFound' : 'phoneLost' })
    },
    /**
     * A process that dies takes sockets with it and cannot tell. Whoever takes over counts everybody as gone until
     * they are heard of; the pause before that matters is longer than a reconnect.
     */
    async takeOver(countScreens: (agentId: string) => Promise<number>): Promise<void> {
      const watched = agents.all().filter((agent) => agent.hasScreen)
      await Promise.all(watched.map(({ id }) => disconnected(id, () => countScreens(id))))
    },
  }
}
