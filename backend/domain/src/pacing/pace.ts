import { steerRisk } from './accepted-risk.ts'
import { explain } from './explain.ts'
import { guardGiveUps, guardLines } from './guards.ts'
import { follow } from './learn.ts'
import { modelOf, type Model } from './model.ts'
import { addLine, createOutlook, riskNow, riskOf, worstLossOf } from './risk.ts'
import type { PacingState } from './state.ts'
import type { PacingDecision, PacingEvent, PacingSettings, PacingSnapshot } from './types.ts'

export type PacingQuestion = {
  state: PacingState
  snapshot: PacingSnapshot
  /** Since the last decision. */
  events: readonly PacingEvent[]
  settings: PacingSettings
}

/** Learns from what happened, decides how many lines to open and which to give up, and says why. Pure. */
export function pace({ state, snapshot, events, settings }: PacingQuestion): {
  state: PacingState
  decision: PacingDecision
} {
  const followed = follow(state, snapshot, events)
  const logRisk = steerRisk(followed.logRisk, events, settings)
  const next = logRisk === followed.logRisk ? followed : { ...followed, logRisk }
  const model = modelOf(next, settings.patienceSeconds)
  const plan = planLines(model, { snapshot, acceptedRisk: Math.exp(logRisk), settings })
  const { wanted, worstLosses } = plan
  const worstLoss = (lines: number) => worstLosses[Math.min(lines, wanted)] ?? Infinity
  const verdict = guardLines({ wanted, snapshot, settings, worstLoss })
  const giveUp = settings.keepsRinging ? [] : guardGiveUps(hopelessLines(model, snapshot), snapshot)
  return { state: next, decision: explain({ snapshot, settings, model, plan, verdict, giveUp }) }
}

export type LinePlan = {
  wanted: number
  acceptedRisk: number
  /** Risk with the lines that are open now, and with one line more after the other. */
  risks: number[]
  worstLosses: number[]
  expectedFree: number
  expectedAnswers: number
}

/** Adds lines one at a time for as long as the risk of the next answered customer stays within what is accepted. */
function planLines(
  model: Model,
  { snapshot, settings, acceptedRisk }: { snapshot: PacingSnapshot; settings: PacingSettings; acceptedRisk: number },
): LinePlan {
  const outlook = createOutlook(model, snapshot)
  const middle = outlook.moments[1]
  const expectedFree = outlook.spare + (middle?.gains.mean ?? 0)
  const expectedAnswers = middle?.losses.mean ?? 0
  const risks = [riskOf(outlook)]
  const worstLosses = [worstLossOf(outlook)]
  const most = Math.min(snapshot.due, settings.maxLines)
  while (risks.length <= most && (risks.at(-1) ?? 1) <= acceptedRisk) {
    const answerProbability = snapshot.candidates?.[risks.length - 1]
    const line = { placedAt: snapshot.now, ...(answerProbability !== undefined && { answerProbability }) }
    addLine(outlook, model, { line, now: snapshot.now })
    risks.push(riskOf(outlook))
    worstLosses.push(worstLossOf(outlook))
  }
  return { wanted: risks.length - 1, acceptedRisk, risks, worstLosses, expectedFree, expectedAnswers }
}

/** From this risk on a phone that rings is better stopped than answered by nobody. */
const hopeless = 0.5

/** Places of the lines that have rung long enough, when whoever answers now would most likely be abandoned. */
function hopelessLines(model: Model, snapshot: PacingSnapshot): number[] {
  const { freeAgents, waiting, lines } = snapshot
  if (freeAgents > waiting) return []
  const old = guardGiveUps([...lines.keys()], snapshot)
  return old.length > 0 && riskNow(model, snapshot) > hopeless ? old : []
}
