import { cumulatedHazard, durationCurve, endsWithin, meanDuration, type DurationCurve } from './durations.ts'
import { hazardsOf } from './hazard-table.ts'
import { burstOf } from './lately.ts'
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
  horizons: Horizons
  /** The part of the patience by itself. */
  patience: Horizons
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
  const ringing = ringingModel(state.ringing, burstOf(state.lately))
  const wrapUp = durationCurve(hazardsOf(state.wrapUp, 0, wrapUpPrior), state.wrapUp.binSeconds)
  const answerSeconds = shares.map((share) => answerQuantile(ringing, share))
  const patience = usablePatience * patienceSeconds
  return {
    patience: createHorizons(wrapUp, [patience]),
    answerSeconds,
    horizons: createHorizons(
      wrapUp,
      answerSeconds.map((seconds) => seconds + patience),
    ),
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

/** Writes the chances that a person has answered a line by each of the moments. */
export function answerChances(model: Model, line: RingingLine, { now, chances }: { now: number; chances: Chances }) {
  const age = Math.max(0, (now - line.placedAt) / 1000)
  const share = answerShareOf(model, line.answerProbability)
  answersWithinEach(model.ringing, share, { age, spans: model.answerSeconds, chances })
}

/** Steps in which the end of a talk is followed by that of its wrap-up. */
const stepSeconds = 2

/**
 * Moments ahead, the last one farthest, and for a talk that ends in each step before them the chance that its wrap-up is
 * over by then: step after step the chances for each moment, none where the moment has passed.
 */
export type Horizons = { seconds: number[]; wrapUpAfter: Float64Array }

function createHorizons(wrapUp: DurationCurve, seconds: number[]): Horizons {
  const steps = Math.ceil((seconds.at(-1) ?? 0) / stepSeconds)
  const wrapUpAfter = new Float64Array(steps * seconds.length)
  for (let step = 0; step < steps; step += 1) {
    seconds.forEach((moment, index) => {
      const [from, until] = [step * stepSeconds, Math.min(moment, (step + 1) * stepSeconds)]
      if (from >= moment) return
      const isOver = endsWithin(wrapUp, 0, moment - (from + until) / 2)
      wrapUpAfter[step * seconds.length + index] = (isOver * (until - from)) / stepSeconds
    })
  }
  return { seconds, wrapUpAfter }
}

/** One number for each moment. Written into, as it is asked for each agent and line of a decision. */
export type Chances = Float64Array

/** Writes the chances that a busy agent is free, talk and wrap-up over, at each of several moments. */
export function freeChances(
  model: Model,
  agent: BusyAgent,
  { now, horizons, chances }: { now: number; horizons: Horizons; chances: Chances },
): void {
  const age = Math.max(0, (now - agent.since) / 1000)
  if (agent.state === 'talking') {
    const enteredAt = enteredSectionAt(model, agent)
    if (enteredAt === null) return afterTalk({ curve: model.talk, age }, horizons, chances)
    const curve = model.sections[sectionOf(agent) as number] as DurationCurve
    return afterTalk({ curve, age: (now - enteredAt) / 1000 }, horizons, chances)
  }
  for (let index = 0; index < chances.length; index += 1) {
    chances[index] = endsWithin(model.wrapUp, age, horizons.seconds[index] ?? 0)
  }
}

/** Step by step: the talk ends in it, and the wrap-up between it and the moment. The innermost loop of a decision. */
function afterTalk(
  { curve, age }: { curve: DurationCurve; age: number },
  { wrapUpAfter }: Horizons,
  chances: Chances,
): void {
  chances.fill(0)
  const before = cumulatedHazard(curve, age)
  let alive = 1
  for (let place = 0, step = 1; place < wrapUpAfter.length; place += chances.length, step += 1) {
    const aliveAfter = Math.exp(before - cumulatedHazard(curve, age + step * stepSeconds))
    for (let index = 0; index < chances.length; index += 1) {
      chances[index] = (chances[index] as number) + (alive - aliveAfter) * (wrapUpAfter[place + index] as number)
    }
    alive = aliveAfter
  }
}

/** Since when the questionnaire has been where it is; null where it does not tell more than the age of the talk. */
function enteredSectionAt({ sections, state }: Model, agent: BusyAgent): number | null {
  const section = sectionOf(agent)
  if (section === undefined || !sections[section]) return null
  const passages = agent.agentId === undefined ? undefined : state.passages[agent.agentId]
  return passages?.since === agent.since ? (passages.at[section] ?? null) : null
}

export function meansOf({ talk, wrapUp }: Model): { talkSeconds: number; wrapUpSeconds: number } {
  return { talkSeconds: meanDuration(talk), wrapUpSeconds: meanDuration(wrapUp) }
}
