import { abandonedShare } from './detector-errors.ts'
import { budgetOf, type GuardVerdict } from './guards.ts'
import { answerShareOf, meansOf, type Model } from './model.ts'
import type { LinePlan } from './pace.ts'
import { meanSecondsToAnswer } from './ringing.ts'
import type { GuardName, PacingDecision, PacingFigures, PacingSettings, PacingSnapshot } from './types.ts'

export type Explained = {
  snapshot: PacingSnapshot
  settings: PacingSettings
  model: Model
  plan: LinePlan
  verdict: GuardVerdict
  giveUp: number[]
}

/** A decision with the reasons that an operator can read. */
export function explain(explained: Explained): PacingDecision {
  const { plan, verdict, giveUp } = explained
  const figures = figuresOf(explained)
  // Words and means only when somebody reads them: most decisions of a day are read by nobody.
  return {
    lines: verdict.lines,
    wanted: plan.wanted,
    limitedBy: verdict.limitedBy,
    giveUp,
    get because() {
      return sentences(explained, figures)
    },
    figures,
  }
}

function figuresOf({ snapshot: { ledger }, settings, model, plan }: Explained): PacingFigures {
  return {
    answerShare: model.ringing.answerShare,
    get meanSecondsToAnswer() {
      return meanSecondsToAnswer(model.ringing)
    },
    get meanTalkSeconds() {
      return meansOf(model).talkSeconds
    },
    get meanWrapUpSeconds() {
      return meansOf(model).wrapUpSeconds
    },
    expectedFree: plan.expectedFree,
    expectedAnswers: plan.expectedAnswers,
    risk: plan.risks[0] ?? 0,
    acceptedRisk: plan.acceptedRisk,
    abandonedShareOfDay: abandonedShare(ledger.day),
    abandonedShareOfMonth: abandonedShare(ledger.month),
    budget: budgetOf(ledger, settings.cap),
  }
}

function sentences({ snapshot, settings, model, verdict, giveUp }: Explained, figures: PacingFigures): string[] {
  const { freeAgents, waiting, lines, candidates = [] } = snapshot
  const seconds = figures.meanSecondsToAnswer.toFixed(0)
  const said = [
    `${count(verdict.lines, 'line')} to open: by the time they are answered, in about ${seconds} s, ` +
      `${figures.expectedFree.toFixed(1)} agents are expected to be free (${freeAgents} are now, ${waiting} customers wait) ` +
      `and ${figures.expectedAnswers.toFixed(1)} of ${count(lines.length, 'open line')} to be answered`,
    `the next customer to answer would find nobody with a chance of ${percent(figures.risk)}; ` +
      `up to ${percent(figures.acceptedRisk)} is accepted`,
    `${percent(figures.answerShare)} of the dials are answered; abandoned: ${percent(figures.abandonedShareOfDay)} in ` +
      `24 hours, ${percent(figures.abandonedShareOfMonth)} in 30 days, cap ${percent(settings.cap)}`,
    ...detectorSentences(snapshot.ledger),
    ...candidateSentences(candidates.map((forecast) => answerShareOf(model, forecast))),
  ]
  if (giveUp.length > 0) said.unshift(`${count(giveUp.length, 'line')} to give up: nobody could talk to who answers`)
  if (verdict.limitedBy) said.unshift(guardSentence(verdict.limitedBy, figures, settings))
  return said
}

function detectorSentences({ day, month }: PacingSnapshot['ledger']): string[] {
  if (month.estimated === undefined) return []
  return [
    `of the abandoned ${(day.estimated ?? 0).toFixed(1)} in 24 hours and ${month.estimated.toFixed(1)} in 30 days are ` +
      'estimated from the errors of the machine detection',
  ]
}

/** Nothing where the next orders are all alike: then the share of the campaign says it. */
function candidateSentences(chances: readonly number[]): string[] {
  const [least, most] = [Math.min(...chances), Math.max(...chances)]
  if (chances.length < 2 || most - least < 0.005) return []
  const mean = chances.reduce((sum, chance) => sum + chance, 0) / chances.length
  return [
    `of the next ${chances.length} to dial ${percent(mean)} are expected to be answered, by what is known of each: ` +
      `${percent(least)} to ${percent(most)}`,
  ]
}

function guardSentence(guard: GuardName, { budget }: PacingFigures, settings: PacingSettings): string {
  const reasons: Record<GuardName, string> = {
    'no order is due': 'no further order is due',
    'max lines': `no more than ${settings.maxLines} lines may be open`,
    'calls per second': `no more than ${settings.callsPerSecond} lines may be opened in a second`,
    ramp: 'lines are added in steps',
    budget: 'one line for one free agent: one more abandoned customer would exceed the cap',
    exposure: `no more lines than the ${count(Math.max(0, budget), 'customer')} that may still be abandoned can bear`,
  }
  return `limited: ${reasons[guard]}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
