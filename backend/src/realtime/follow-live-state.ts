import { agentsOf, type Call } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { ScreenPublisher } from '../calls/ports.ts'

export type FollowDeps = { calls: LiveStore<Call>; agents: LiveStore<LiveAgent>; screens: ScreenPublisher }

/** The process that decides a change shows it: others hear of it too, but would only show it twice. */
export function followLiveState({ calls, agents, screens }: FollowDeps): () => void {
  const stops = [
    agents.onChange(({ id, origin }) => {
      if (origin === 'here') screens.show(id)
    }),
    calls.onChange(({ value, previous, origin }) => {
      if (origin !== 'here') return
      const concerned = new Set([previous, value].flatMap((call) => (call ? agentsOf(call) : [])))
      concerned.forEach((agentId) => screens.show(agentId))
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
