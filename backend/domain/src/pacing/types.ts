import type { EpochMs } from '../contract/index.ts'

/**
 * Answered by a person in a window of time: abandoned when no agent came within the patience, else connected.
 * `estimated`: the part of `abandoned` that nobody saw, see {@link withDetectorErrors}; left out where there is none.
 */
export type Ledger = { abandoned: number; connected: number; estimated?: number }

/** An agent of the campaign who talks or writes up, and will be free for it afterwards. */
export type BusyAgent = {
  state: 'talking' | 'wrap-up'
  /** When this state began. */
  since: EpochMs
  /** How far the questionnaire is, 0 to 1; a predictor of the talk's end. Needs `agentId`. */
  progress?: number
  agentId?: string
}

/** A dial that nobody has answered yet, from the moment at which it was ordered. */
export type RingingLine = {
  placedAt: EpochMs
  /** What the order's hour, attempt, source and age say; left out: as the others of this campaign. */
  answerProbability?: number
}

/** All that the dialer sees of one campaign at one moment. */
export type PacingSnapshot = {
  now: EpochMs
  /** Ready agents whom nobody else has reserved; with inbound first, after the callers who wait have theirs. */
  freeAgents: number
  /** Customers who answered (or called and go first) and wait for one of these agents. */
  waiting: number
  busy: readonly BusyAgent[]
  lines: readonly RingingLine[]
  /** Rolling 24 hours and 30 days of this campaign. */
  ledger: { day: Ledger; month: Ledger }
  /** Lines ordered in the last second, whatever became of them. */
  openedInLastSecond: number
  /** How many orders may be dialled now; a lower bound will do once it exceeds any wish. */
  due: number
  /** Answer probabilities of the next orders, in the order in which they will be dialled. */
  candidates?: readonly number[]
}

/**
 * What happened since the last decision, in the order of time. Leave out dials that the trunk refused as a whole
 * (they say nothing about customers) and dials that were never placed.
 */
export type PacingEvent =
  /** `us`: given up, as the decision said, or cancelled; it says nothing about how it would have ended. */
  | { type: 'lineResolved'; line: RingingLine; at: EpochMs; by: 'person' | 'other' | 'us' }
  /** `left` also for an agent who logs out while talking: it is no end of a talk. */
  | { type: 'busyEnded'; agent: BusyAgent; at: EpochMs; how: 'finished' | 'left' }
  /** A customer who had answered got an agent in time, or did not. */
  | { type: 'answerSettled'; at: EpochMs; how: 'connected' | 'abandoned' }

/** What an administrator may set for a campaign; the defaults are {@link defaultPacingSettings}. */
export type PacingSettings = {
  /** The abandoned share that the controller steers to. */
  target: number
  /** The share that the guards never knowingly exceed, over 24 hours and over 30 days. */
  cap: number
  /** How soon after the answer an agent must be there. */
  patienceSeconds: number
  /** Channels of the trunk that this campaign may hold at once. */
  maxLines: number
  callsPerSecond: number
  /** Never gives up a line that rings, not even when nobody could talk. */
  keepsRinging?: boolean
}

export const defaultPacingSettings: PacingSettings = {
  target: 0.027,
  cap: 0.03,
  patienceSeconds: 2,
  maxLines: 1500,
  callsPerSecond: 100,
}

/** How many lines to open now, and what an operator may read about it. */
export type PacingDecision = {
  lines: number
  /**
   * Lines to hang up, as places in `snapshot.lines`: they ring for 15 s at least, no agent is free and none is likely
   * to be within the patience. Their orders are dialled again as after no answer.
   */
  giveUp: number[]
  /** What the controller asked for; more than `lines` when a guard stepped in. */
  wanted: number
  /** The guard that set the limit, if any. */
  limitedBy: GuardName | null
  /** Sentences, most important first. */
  because: string[]
  figures: PacingFigures
}

export type GuardName = 'no order is due' | 'max lines' | 'calls per second' | 'ramp' | 'budget' | 'exposure'

/** The values behind a decision, for the operator's panel. */
export type PacingFigures = {
  /** Share of dials that a person answers, as learnt. */
  answerShare: number
  meanSecondsToAnswer: number
  meanTalkSeconds: number
  meanWrapUpSeconds: number
  /** Agents expected to be available, and customers expected to answer, by the time a new line is answered. */
  expectedFree: number
  expectedAnswers: number
  /** Risk that the next customer to answer finds nobody: with the lines that are open, and the risk taken at most. */
  risk: number
  acceptedRisk: number
  abandonedShareOfDay: number
  abandonedShareOfMonth: number
  /** How many more customers may be abandoned before the cap is reached. */
  budget: number
}
