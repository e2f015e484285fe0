import type { BusyAgent, PacingEvent, RingingLine } from '@orderline/domain/pacing'

/** What a dialer sees of the simulated centre. Times in ms since the day began. */
export type View = {
  now: number
  /** Agents who are logged in, and of those the ones in each state. */
  loggedIn: number
  idle: number
  talking: number
  wrappingUp: number
  /** Answered customers, and callers from outside, who wait for an agent. */
  waiting: number
  busy: readonly BusyAgent[]
  lines: readonly SeenLine[]
  /** Of the day so far. */
  dials: number
  connected: number
  abandoned: number
  /** The next orders, so many at least: to which group of the scenario each belongs, and its answer probability. */
  candidates(count: number): Candidates
}

export type Candidates = { groups: readonly number[]; persons: readonly number[] }

/** Without a group where orders cannot be told apart. */
export type SeenLine = RingingLine & { group?: number }

export type Opened = { lines: number; giveUp: readonly RingingLine[] }

/** A dialer at work for one day. */
export type Pacer = {
  /** How many lines to open now, and which to hang up. `events` is what happened since the last question. */
  decide(view: View, events: readonly PacingEvent[]): number | Opened
  /** Dies and comes back with what it had stored. */
  restart?(now: number): void
}

export type Policy = {
  name: string
  /** How often it decides. */
  everyMs: number
  /** Whether it also decides in the moment at which there are fewer lines than free agents. */
  wakes: boolean
  /** Whether it may see answer probabilities of orders and the questionnaire. */
  seesPredictors: boolean
  start(agents: number): Pacer
}
