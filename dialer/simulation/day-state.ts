import type { BusyAgent, PacingEvent, RingingLine } from '@orderline/domain/pacing'
import { createConversations } from './conversations.ts'
import { createEventHeap } from './event-heap.ts'
import { createNetwork } from './network.ts'
import type { Policy } from './policies/policy.ts'
import type { Fate, Scenario } from './scenario.ts'
import { createShocks } from './shocks.ts'
import { createStaff, type SimulatedAgent } from './staff.ts'

export type DayInput = { scenario: Scenario; policy: Policy; agents: number; seed: number }

export type Line = RingingLine & { index: number; isOver: boolean; group: number; fate: Fate | undefined }
export type Waiting = { from: 'dial' | 'outside'; until: number; fate?: Fate | undefined }

export type DayEvent =
  | { type: 'lineEnds'; line: Line; by: 'person' | 'other' }
  | { type: 'patienceEnds'; customer: Waiting }
  | { type: 'talkEnds'; agent: SimulatedAgent; wrapUpMs: number }
  | { type: 'wrapUpEnds'; agent: SimulatedAgent }
  | { type: 'sectionEnds'; agent: SimulatedAgent; busy: BusyAgent; progress: number }
  | { type: 'callerArrives' }
  | { type: 'staffing' }

export type Day = ReturnType<typeof startDay>

/** A day before anybody has come: all that changes in it, in one place. Times in ms since it began. */
export function startDay({ scenario, policy, agents, seed }: DayInput) {
  const lines: Line[] = []
  const waiting: Waiting[] = []
  const happened: PacingEvent[] = []
  return {
    now: 0,
    endsAt: scenario.hours * 3_600_000,
    patienceMs: scenario.patienceSeconds * 1000,
    servedBefore: scenario.servedBefore,
    policy,
    network: createNetwork(scenario, seed),
    conversations: createConversations(scenario, seed),
    shocks: createShocks(scenario, seed, agents),
    staff: createStaff(scenario, agents),
    heap: createEventHeap<DayEvent>(),
    lines,
    waiting,
    /** Since the last decision. */
    happened,
    counts: { connected: 0, abandoned: 0, dials: 0, talkMs: 0, lineMs: 0, unservedMs: 0 },
  }
}

/** Lets time pass, and counts how many lines rang in it and how many idle agents had none that rang for them. */
export function advance(day: Day, at: number): void {
  const { counts, staff, lines, now } = day
  counts.lineMs += lines.length * (at - now)
  counts.unservedMs += Math.max(0, staff.idle() - lines.length) * (at - now)
  day.now = at
}
