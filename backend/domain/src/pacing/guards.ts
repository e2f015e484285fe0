import type { GuardName, Ledger, PacingSettings, PacingSnapshot } from './types.ts'

export type GuardQuestion = {
  wanted: number
  snapshot: PacingSnapshot
  settings: PacingSettings
  /** With so many lines more: customers who may be abandoned at worst, as far as what was measured tells. */
  worstLoss: (lines: number) => number
}

export type GuardVerdict = { lines: number; limitedBy: GuardName | null }

/**
 * The last word on lines, whatever the controller wished, were it not even a number. One line for one free agent
 * (progressive) is always allowed, within trunk and list; every line beyond must be covered by the budget of
 * abandoned customers that 24 hours and 30 days still have.
 */
export function guardLines(question: GuardQuestion): GuardVerdict {
  const { snapshot, settings } = question
  const sure = Math.max(0, snapshot.freeAgents - snapshot.waiting - snapshot.lines.length)
  const wish = Math.max(sure, Number.isFinite(question.wanted) ? Math.floor(question.wanted) : 0)
  return limit({ lines: wish, limitedBy: null }, [
    ['budget', () => (budgetOf(snapshot.ledger, settings.cap) >= 1 ? Infinity : sure)],
    ['exposure', () => sure + coveredLines(question, sure, wish - sure)],
    ['ramp', () => Math.max(sure, rampLimit(snapshot))],
    ['calls per second', () => settings.callsPerSecond - snapshot.openedInLastSecond],
    ['max lines', () => settings.maxLines - snapshot.lines.length],
    ['no order is due', () => snapshot.due],
  ])
}

/** How many more customers may be abandoned, if nobody were connected any more, before either window is over its cap. */
export function budgetOf({ day, month }: PacingSnapshot['ledger'], cap: number): number {
  return Math.min(roomOf(day, cap), roomOf(month, cap))
}

function roomOf({ abandoned, connected }: Ledger, cap: number): number {
  return Math.floor((cap * connected - (1 - cap) * abandoned) / (1 - cap) + 1e-9)
}

function limit(verdict: GuardVerdict, guards: [GuardName, () => number][]): GuardVerdict {
  let { lines, limitedBy } = verdict
  for (const [name, most] of guards) {
    const allowed = Math.max(0, Math.floor(most()))
    if (lines > allowed) [lines, limitedBy] = [allowed, name]
  }
  return { lines, limitedBy }
}

/** The most lines beyond the sure ones whose worst loss the budget can bear; halving, as loss grows with lines. */
function coveredLines({ snapshot, settings, worstLoss }: GuardQuestion, sure: number, beyond: number): number {
  const budget = budgetOf(snapshot.ledger, settings.cap)
  const isCovered = (extra: number) => worstLoss(sure + extra) <= budget
  if (isCovered(beyond)) return beyond
  let [low, high] = [0, beyond]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isCovered(middle)) low = middle
    else high = middle
  }
  return low
}

/** Lines are added in steps: a wrong wish is seen by its first answers before the rest of it is out. */
function rampLimit({ freeAgents, busy }: PacingSnapshot): number {
  return Math.max(1, Math.ceil(0.25 * (freeAgents + busy.length)))
}

/** A customer's phone rings so long at least, whatever the dialer would like. */
export const leastRingSeconds = 15

/** Of the lines that the controller would give up, those that have rung long enough. */
export function guardGiveUps(wished: readonly number[], { now, lines }: PacingSnapshot): number[] {
  return wished.filter((place) => {
    const line = lines[place]
    return line !== undefined && now - line.placedAt >= leastRingSeconds * 1000
  })
}
