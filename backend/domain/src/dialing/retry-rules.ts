import type { AttemptOutcome } from '../contract/index.ts'
import { defaultCallingHours, type CallingHours } from './lawful-hours.ts'

/** What follows one outcome of a dial. */
export type RetryRule =
  /** Dial again after a while, this many times for this outcome; past them, go on by the rule `otherwise`. */
  | { kind: 'retry'; afterMinutes: number; times: number; otherHour: boolean; otherwise: 'no-answer' | 'stop' }
  /** Not the customer's doing: dial again soon, after ever longer waits, and charge nothing. */
  | { kind: 'free'; afterMinutes: number; longestMinutes: number; times?: number }
  /** This number will never lead to the customer, or has led there. */
  | { kind: 'stop'; because: string }

export type RetryRules = {
  hours: CallingHours
  /** Charged attempts of one order or record. */
  attemptsInTotal: number
  /** Charged attempts of one number on one local day, whatever the order, record, campaign or client. */
  attemptsOfDay: number
  /** Charged attempts of one number since the last talk with it, within 30 days: see `attemptsToNumber`. */
  attemptsToNumber: number
  ofOutcome: Record<AttemptOutcome, RetryRule>
}

export const defaultRetryRules: RetryRules = {
  hours: defaultCallingHours,
  attemptsInTotal: 8,
  attemptsOfDay: 4,
  // Two orders that nobody answers to, and a half.
  attemptsToNumber: 20,
  ofOutcome: {
    busy: { kind: 'retry', afterMinutes: 5, times: 3, otherHour: false, otherwise: 'no-answer' },
    'no-answer': { kind: 'retry', afterMinutes: 60, times: 4, otherHour: true, otherwise: 'stop' },
    machine: { kind: 'retry', afterMinutes: 60, times: 4, otherHour: true, otherwise: 'stop' },
    // Pressed away once may be "not now"; twice is a no.
    rejected: { kind: 'retry', afterMinutes: 120, times: 1, otherHour: true, otherwise: 'stop' },
    // Our agent hung up while it rang: the customer heard it, so it counts.
    cancelled: { kind: 'retry', afterMinutes: 10, times: 4, otherHour: false, otherwise: 'stop' },
    // A talk that settled nothing. Time enough to finish the wrap-up, which usually plans something better.
    answered: { kind: 'retry', afterMinutes: 30, times: 2, otherHour: false, otherwise: 'stop' },
    congestion: { kind: 'free', afterMinutes: 1, longestMinutes: 15 },
    'system-failure': { kind: 'free', afterMinutes: 0.25, longestMinutes: 15 },
    // The customer was disturbed for nothing: again soon, with an agent reserved first.
    abandoned: { kind: 'retry', afterMinutes: 15, times: 2, otherHour: false, otherwise: 'stop' },
    // Nothing was dialled.
    skipped: { kind: 'free', afterMinutes: 60, longestMinutes: 240 },
    unallocated: { kind: 'stop', because: 'the number is not in use' },
  },
}

/**
 * Lines of lists differ from orders in two outcomes: who was talked to is not called again unless the agent says so,
 * and what three agents have passed over stays so.
 */
export function rulesOfRecords(rules: RetryRules): RetryRules {
  const skipped = { kind: 'free', afterMinutes: 60, longestMinutes: 240, times: 2 } as const
  const answered = { kind: 'stop', because: 'talked to' } as const
  return { ...rules, ofOutcome: { ...rules.ofOutcome, answered, skipped } }
}

/**
 * Whether an attempt that ended so counts against the limits of its order and number: not one that was not the
 * customer's doing or was not dialled at all. A campaign's own rules change the waits, never what counts.
 */
export function isCharged(outcome: AttemptOutcome): boolean {
  return !unchargedOutcomes.some((uncharged) => uncharged === outcome)
}

export const unchargedOutcomes = ['congestion', 'system-failure', 'skipped'] as const satisfies AttemptOutcome[]
