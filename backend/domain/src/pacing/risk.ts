import { addChance, createCount, noneLeft, noneLeftNearly, type Count } from './counts.ts'
import { answerChances, freeChances, type Chances, type Model } from './model.ts'
import type { PacingSnapshot, RingingLine } from './types.ts'

/** Up to so many agents the chances are computed exactly; above, the normal curve is as good. */
const exactUpTo = 20
type Moment = { seconds: number; gains: Count; losses: Count }

/** The agents and the answers that are to come, seen from each of the moments at which a new line may be answered. */
export type Outlook = {
  spare: number
  moments: Moment[]
  isExact: boolean
  /** Of the line that was looked at last. */
  chances: Chances
}

export function createOutlook(model: Model, { now, freeAgents, waiting, busy, lines }: PacingSnapshot): Outlook {
  const isExact = freeAgents + busy.length <= exactUpTo
  const moments = model.answerSeconds.map((seconds): Moment => ({
    seconds,
    gains: createCount(),
    losses: createCount(),
  }))
  const chances = new Float64Array(moments.length)
  for (const agent of busy) {
    freeChances(model, agent, { now, horizons: model.horizons, chances })
    for (let index = 0; index < chances.length; index += 1) {
      addChance((moments[index] as Moment).gains, chances[index] as number, isExact)
    }
  }
  const outlook = { spare: freeAgents - waiting, moments, isExact, chances }
  for (const line of lines) addLine(outlook, model, { line, now })
  return outlook
}

/** The chance that a customer who answers a line opened now finds nobody. */
export function riskOf({ spare, moments, isExact }: Outlook): number {
  let risk = 0
  for (const { gains, losses } of moments) {
    risk += isExact ? noneLeft(spare, gains, losses) : noneLeftNearly(spare, gains, losses)
  }
  return risk / moments.length
}

/** Standard deviations that a worst loss lies above the expected one. */
const caution = 2

/** How many customers too many may answer at the worst of the moments: what the guards hold against the budget. */
export function worstLossOf({ spare, moments }: Outlook): number {
  const losses = moments.map(({ gains, losses }) => {
    return losses.mean - gains.mean - spare + caution * Math.sqrt(gains.variance + losses.variance)
  })
  return Math.max(0, ...losses)
}

/** The chance that a customer who answers right now waits in vain. */
export function riskNow(model: Model, { now, freeAgents, waiting, busy }: PacingSnapshot): number {
  const isExact = freeAgents + busy.length <= exactUpTo
  const gains = createCount()
  const chances = new Float64Array(1)
  for (const agent of busy) {
    freeChances(model, agent, { now, horizons: model.patience, chances })
    addChance(gains, chances[0] as number, isExact)
  }
  return (isExact ? noneLeft : noneLeftNearly)(freeAgents - waiting, gains, createCount())
}

/** Looks at the future with one more line in it. */
export function addLine(outlook: Outlook, model: Model, { line, now }: { line: RingingLine; now: number }): void {
  const { moments, isExact, chances } = outlook
  answerChances(model, line, { now, chances })
  for (let index = 0; index < chances.length; index += 1) {
    addChance((moments[index] as Moment).losses, chances[index] as number, isExact)
  }
}
