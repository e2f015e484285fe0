import { playDays, type Row } from '../../dialer/simulation/cell.ts'
import { findPolicy } from '../../dialer/simulation/policies/index.ts'
import type { Policy } from '../../dialer/simulation/policies/policy.ts'
import { scenarioSchema } from '../../dialer/simulation/scenario.ts'

type Events = Parameters<ReturnType<Policy['start']>['decide']>[1]

/** One day of a scenario, and how long each customer who found an agent waited for him, ms. */
export type Replay = Row & { waitsMs: number[] }

/**
 * Plays one day with our policy, which knows as little of its customers as the dialer and steers to the abandoned share
 * `target`. Throws on a bad scenario.
 */
export function replay(input: unknown, { agents, target }: { agents: number; target: number }): Replay {
  const scenario = scenarioSchema.parse(input)
  const waits = createWaits()
  const policy = findPolicy(`orderline-learns@${target}`, { scenario: scenario.name, agents })
  const row = playDays({ scenario, policy: overheard(policy, waits.hear), agents, seeds: 1 })
  return { ...row, waitsMs: waits.ms }
}

function overheard(policy: Policy, hear: (events: Events) => void): Policy {
  return {
    ...policy,
    start(agents) {
      const pacer = policy.start(agents)
      return {
        ...pacer,
        decide(view, events) {
          hear(events)
          return pacer.decide(view, events)
        },
      }
    },
  }
}

/** Whoever answered first is settled first, with an agent or without. */
function createWaits() {
  const answeredAt: number[] = []
  const ms: number[] = []
  return {
    ms,
    hear(events: Events) {
      for (const event of events) {
        if (event.type === 'lineResolved' && event.by === 'person') answeredAt.push(event.at)
        if (event.type !== 'answerSettled') continue
        const since = answeredAt.shift() ?? event.at
        if (event.how === 'connected') ms.push(event.at - since)
      }
    },
  }
}
