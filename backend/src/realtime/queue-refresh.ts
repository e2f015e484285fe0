import type { LiveAgent, QueueGlance } from '@orderline/domain/contract'
import type { ScreenPublisher } from '../calls/ports.ts'

export type QueueRefreshDeps = {
  /** Agents whose screens are connected to this process. */
  localAgents: () => string[]
  agent: (agentId: string) => LiveAgent | undefined
  glances: (agent: LiveAgent) => QueueGlance[]
  screens: Pick<ScreenPublisher, 'show'>
}

const everyMs = 2000

/** Queues move without any event of an agent's own: screens whose queues have changed are pushed every two seconds. */
export function createQueueRefresh({ localAgents, agent, glances, screens }: QueueRefreshDeps): { close(): void } {
  let shown = new Map<string, string>()
  const timer = setInterval(() => {
    const next = new Map<string, string>()
    for (const agentId of localAgents()) {
      const live = agent(agentId)
      if (!live || live.state === 'offline') continue
      const glance = JSON.stringify(glances(live))
      next.set(agentId, glance)
      if (shown.get(agentId) !== glance) screens.show(agentId)
    }
    shown = next
  }, everyMs).unref()
  return { close: () => clearInterval(timer) }
}
