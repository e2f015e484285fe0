import type { AgentDesktop } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { ScreenPublisher } from '../calls/ports.ts'

export type ScreensDeps = {
  desktop: (agentId: string) => Promise<AgentDesktop | undefined>
  emit: (agentId: string, desktop: AgentDesktop) => void
  log: Logger
}
export type Screens = ScreenPublisher & { close(): void }

/** One decision changes an agent and a call within a few milliseconds: one push shows both. */
const gatherMs = 20

/** Pushes agents' screens: several changes that come together are one push, and pushes of one agent keep their order. */
export function createScreens({ desktop, emit, log }: ScreensDeps): Screens {
  const planned = new Map<string, NodeJS.Timeout>()
  const sending = new Map<string, Promise<void>>()

  async function send(agentId: string): Promise<void> {
    try {
      const screen = await desktop(agentId)
      if (screen) emit(agentId, screen)
    } catch (error) {
      log.error({ agentId, err: toError(error) }, 'screen could not be pushed')
    }
  }

  function sendInOrder(agentId: string): Promise<void> {
    clearTimeout(planned.get(agentId))
    planned.delete(agentId)
    const sent = (sending.get(agentId) ?? Promise.resolve()).then(() => send(agentId))
    sending.set(agentId, sent)
    void sent.then(() => sending.get(agentId) === sent && sending.delete(agentId))
    return sent
  }

  return {
    show(agentId) {
      if (!planned.has(agentId))
        planned.set(
          agentId,
          setTimeout(() => void sendInOrder(agentId), gatherMs),
        )
    },
    showNow: sendInOrder,
    close() {
      planned.forEach((timer) => clearTimeout(timer))
      planned.clear()
    },
  }
}
