import { playDay, type DayResult } from './day.ts'
import { findPolicy } from './policies/index.ts'
import type { Policy } from './policies/policy.ts'
import type { Scenario } from './scenario.ts'

/** One scenario with one policy and one size of team. */
export type Cell = { scenario: Scenario; policy: string; agents: number; seeds: number }

export type Row = {
  scenario: string
  policy: string
  agents: number
  utilisation: number
  abandonedRate: number
  worstDayAbandonedRate: number
  daysOverCap: number
  days: number
  /** For each agent's hour. */
  talkMinutesPerHour: number
  dialsPerContact: number
  /** Of all days together. */
  dials: number
  connected: number
  abandoned: number
  /** Lines that rang, and idle agents for whom none did: means over the time. */
  openLines: number
  unservedAgents: number
}

const cap = 0.03

/** Plays the days of a cell: seeds 1, 2, 3 …, the same for each policy. */
export function playCell({ scenario, policy, agents, seeds }: Cell): Row {
  return playDays({ scenario, policy: findPolicy(policy, { scenario: scenario.name, agents }), agents, seeds })
}

export function playDays(cell: { scenario: Scenario; policy: Policy; agents: number; seeds: number }): Row {
  const { scenario, policy, agents, seeds } = cell
  const days = Array.from({ length: seeds }, (_, index) => playDay({ scenario, policy, agents, seed: index + 1 }))
  const sum = (of: (day: DayResult) => number) => days.reduce((total, day) => total + of(day), 0)
  const rates = days.map(abandonedRateOf)
  const connected = sum((day) => day.connected)
  const abandoned = sum((day) => day.abandoned)
  const dials = sum((day) => day.dials)
  const playedMs = seeds * scenario.hours * 3_600_000
  return {
    scenario: scenario.name,
    policy: policy.name,
    agents,
    utilisation: sum((day) => day.busyMs) / sum((day) => day.loggedInMs),
    abandonedRate: abandonedRateOf({ connected, abandoned }),
    worstDayAbandonedRate: Math.max(...rates),
    daysOverCap: rates.filter((rate) => rate > cap).length,
    days: seeds,
    talkMinutesPerHour: (60 * sum((day) => day.talkMs)) / sum((day) => day.loggedInMs),
    dialsPerContact: dials / Math.max(1, connected),
    dials,
    connected,
    abandoned,
    openLines: sum((day) => day.lineMs) / playedMs,
    unservedAgents: sum((day) => day.unservedMs) / playedMs,
  }
}

function abandonedRateOf({ connected, abandoned }: Pick<DayResult, 'connected' | 'abandoned'>): number {
  return abandoned / Math.max(1, connected + abandoned)
}
