import { addChance, createCount, noneLeft, noneLeftNearly, type Count } from './counts.ts'
import { answerChances, freeChances, type Model } from './model.ts'
import type { PacingSnapshot, RingingLine } from './types.ts'

/** Up to so many agents the chances are computed exactly; above, the normal curve is as good. */
const exactUpTo = 20
type Moment = { seconds: number; gains: Count; losses: Count }

/** The agents and the answers that are to come, seen from each of the moments at which a new line may be answered. */
export type Outlook = {
  spare: number
  moments: Moment[]
  isExact: boolean
}

export function createOutlook(model: Model, { now, freeAgents, waiting, busy, lines }: PacingSnapshot): Outlook {
  const isExact = freeAgents + busy.length <= exactUpTo
  const moments = model.answerSeconds.map((seconds): Moment => ({
    seconds,
    gains: createCount(),
    losses: createCount(),
  }))
  for (const agent of busy) {
    const chances = freeChances(model, agent, now)
    for (let index = 0; index < moments.length; index += 1) {
      addChance((moments[index] as Moment).gains, chances[index] ?? 0, isExact)
    }
  }
  for (const line of lines) {
    const chances = answerChances(model, line, now)
    moments.forEach(({ losses }, index) => addChance(losses, chances[index] ?? 0, isExact))
  }
  return { spare: freeAgents - waiting, moments, isExact }
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
  const soon = { ...model, horizons: [model.patience] }
  for (const agent of busy) addChance(gains, freeChances(soon, agent, now)[0] ?? 0, isExact)
  return (isExact ? noneLeft : noneLeftNearly)(freeAgents - waiting, gains, createCount())
}

/** Looks at the future with one more line in it. */
export function addLine(outlook: Outlook, model: Model, line: RingingLine): void {
  const chances = answerChances(model, line, line.placedAt)
  outlook.moments.forEach(({ losses }, index) => addChance(losses, chances[index] ?? 0, outlook.isExact))
}
