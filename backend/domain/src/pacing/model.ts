import { cumulatedHazard, durationCurve, endsWithin, meanDuration, type DurationCurve } from './durations.ts'
import { hazardsOf } from './hazard-table.ts'
import { answerQuantile, answersWithinEach, ringingModel, type RingingModel } from './ringing.ts'
import { sectionCurves, sectionOf } from './sections.ts'
import type { PacingState } from './state.ts'
import type { BusyAgent, RingingLine } from './types.ts'

/** What is known, in the form in which questions about the next seconds are asked. */
export type Model = {
  ringing: RingingModel
  /** Factor by which the forecasts of the orders are set right. */
  forecastFactor: number
  talk: DurationCurve
  wrapUp: DurationCurve
  sections: (DurationCurve | undefined)[]
  /** When a line that is opened now may be answered. */
  answerSeconds: number[]
  /** The same moments and the part of the patience that is counted on. */
  horizons: Horizon[]
  /** The part of the patience by itself. */
  patience: Horizon
  state: PacingState
}

/** The shares of the answers at whose moments the risk is looked at. */
const shares = [0.15, 0.4, 0.65, 0.9]
/** So that an agent is there a little before the patience ends. */
const usablePatience = 0.9

/** Long talks and wrap-ups until something is known: an agent who is not expected costs less than one who does not come. */
const talkPrior = { perSecond: 1 / 200, seconds: 400 }
const wrapUpPrior = { perSecond: 1 / 40, seconds: 80 }

/** One for each set of tables: several decisions are made between two of them. */
const models = new WeakMap<PacingState['ringing'], { patienceSeconds: number; model: Model }>()

/** The model of what is known; kept for as long as nothing new is. */
export function modelOf(state: PacingState, patienceSeconds: number): Model {
  const kept = models.get(state.ringing)
  if (kept?.patienceSeconds === patienceSeconds) return kept.model
  const model = createModel(state, patienceSeconds)
  models.set(state.ringing, { patienceSeconds, model })
  return model
}

function createModel(state: PacingState, patienceSeconds: number): Model {
  const ringing = ringingModel(state.ringing)
  const wrapUp = durationCurve(hazardsOf(state.wrapUp, 0, wrapUpPrior), state.wrapUp.binSeconds)
  const answerSeconds = shares.map((share) => answerQuantile(ringing, share))
  const patience = usablePatience * patienceSeconds
  return {
    patience: createHorizon(wrapUp, patience),
    answerSeconds,
    horizons: answerSeconds.map((seconds) => createHorizon(wrapUp, seconds + patience)),
    ringing,
    forecastFactor: forecastFactor(state, ringing.answerShare),
    talk: durationCurve(hazardsOf(state.talk, 0, talkPrior), state.talk.binSeconds),
    wrapUp,
    sections: sectionCurves(state),
    state,
  }
}

/** Forecasts are believed as they come until some fifty of them can be compared with what happened. */
function forecastFactor({ forecast: { sum, count } }: PacingState, answerShare: number): number {
  const doubt = 25
  return (answerShare * count + doubt) / (sum + doubt)
}

/** The share of dials like this one that a person answers. */
export function answerShareOf(model: Model, forecast: number | undefined): number {
  if (forecast === undefined) return model.ringing.answerShare
  return Math.min(0.98, Math.max(0.005, forecast * model.forecastFactor))
}

/** The chances that a person has answered a line by each of the moments. */
export function answerChances(model: Model, line: RingingLine, now: number): number[] {
  const age = Math.max(0, (now - line.placedAt) / 1000)
  const share = answerShareOf(model, line.answerProbability)
  return answersWithinEach(model.ringing, share, { age, spans: model.answerSeconds })
}

/** Steps in which the end of a talk is followed by that of its wrap-up. */
const stepSeconds = 2

/** Moments ahead, and for a talk that ends in each step before them the chance that its wrap-up is over by then. */
type Horizon = { seconds: number; wrapUpAfter: number[] }

function createHorizon(wrapUp: DurationCurve, seconds: number): Horizon {
  const steps = Math.ceil(seconds / stepSeconds)
  const wrapUpAfter = Array.from({ length: steps }, (_, step) => {
    const [from, until] = [step * stepSeconds, Math.min(seconds, (step + 1) * stepSeconds)]
    return (endsWithin(wrapUp, 0, seconds - (from + until) / 2) * (until - from)) / stepSeconds
  })
  return { seconds, wrapUpAfter }
}

/** The chances that a busy agent is free, talk and wrap-up over, at each of several moments, the last one farthest. */
export function freeChances(model: Model, agent: BusyAgent, now: number): number[] {
  const age = Math.max(0, (now - agent.since) / 1000)
  if (agent.state === 'wrap-up') return model.horizons.map(({ seconds }) => endsWithin(model.wrapUp, age, seconds))
  return afterTalk(model.horizons, talkCurve(model, agent, { now, age }))
}

/** Step by step: the talk ends in it, and the wrap-up between it and the moment. The innermost loop of a decision. */
function afterTalk(horizons: readonly Horizon[], { curve, age }: { curve: DurationCurve; age: number }): number[] {
  const chances = new Array<number>(horizons.length).fill(0)
  const steps = horizons[horizons.length - 1]?.wrapUpAfter.length ?? 0
  const before = cumulatedHazard(curve, age)
  let alive = 1
  for (let step = 0; step < steps; step += 1) {
    const aliveAfter = Math.exp(before - cumulatedHazard(curve, age + (step + 1) * stepSeconds))
    for (let index = 0; index < chances.length; index += 1) {
      const wrapUpOver = horizons[index]?.wrapUpAfter[step] ?? 0
      chances[index] = (chances[index] ?? 0) + (alive - aliveAfter) * wrapUpOver
    }
    alive = aliveAfter
  }
  return chances
}

/** By the questionnaire where it tells, else by the age of the talk. */
function talkCurve(model: Model, agent: BusyAgent, { now, age }: { now: number; age: number }) {
  const section = sectionOf(agent)
  const curve = section === undefined ? undefined : model.sections[section]
  const passages = agent.agentId === undefined ? undefined : model.state.passages[agent.agentId]
  const enteredAt = section === undefined ? null : (passages?.at[section] ?? null)
  if (!curve || enteredAt === null || passages?.since !== agent.since) return { curve: model.talk, age }
  return { curve, age: (now - enteredAt) / 1000 }
}

export function meansOf({ talk, wrapUp }: Model): { talkSeconds: number; wrapUpSeconds: number } {
  return { talkSeconds: meanDuration(talk), wrapUpSeconds: meanDuration(wrapUp) }
}
