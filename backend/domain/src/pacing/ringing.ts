import { hazardsOf, type HazardTable } from './hazard-table.ts'

/** Causes that end the ringing, as the columns of the table. */
export const byPerson = 0
export const byOther = 1

/** How a dial goes, as learnt: which share is answered by a person, and when, and when the others end. */
export type RingingModel = {
  binSeconds: number
  answerShare: number
  /** At the borders of the bins: share of answers, and of other ends, that have come by then. */
  answered: Float64Array
  otherwise: Float64Array
}

/**
 * Nothing is known yet: six in ten are answered, soon. Worth ten phones that ring for ten seconds, in which nobody has
 * answered yet, since people take longer: believing that nobody does loses one customer in five of the first minutes.
 */
export const personPrior = { perSecond: 0.06, seconds: 100 }
const otherPrior = { perSecond: 0.04, seconds: 100 }

/** Nobody is certain to answer. */
const mostShare = 0.98

/** Competing risks with hazards that are level within a bin. `burst`: so many times the learnt share answer now. */
export function ringingModel(table: HazardTable, burst = 1): RingingModel {
  const persons = hazardsOf(table, byPerson, personPrior)
  const others = hazardsOf(table, byOther, otherPrior)
  const answered = new Float64Array(persons.length + 1)
  const otherwise = new Float64Array(persons.length + 1)
  let survival = 1
  for (let bin = 0; bin < persons.length; bin += 1) {
    const [person, other] = [persons[bin] ?? 0, others[bin] ?? 0]
    const ended = survival * (1 - Math.exp(-(person + other) * table.binSeconds))
    answered[bin + 1] = (answered[bin] ?? 0) + (ended * person) / (person + other)
    otherwise[bin + 1] = (otherwise[bin] ?? 0) + (ended * other) / (person + other)
    survival -= ended
  }
  const share = answered[persons.length] ?? 0
  const rest = 1 - share
  for (let border = 0; border <= persons.length; border += 1) {
    answered[border] = (answered[border] ?? 0) / share
    otherwise[border] = Math.min(1, (otherwise[border] ?? 0) / rest)
  }
  return { binSeconds: table.binSeconds, answerShare: Math.min(mostShare, share * burst), answered, otherwise }
}

/** Writes the chances that a person answers, within each of several spans of seconds, a line that rings for `age`. */
export function answersWithinEach(
  model: RingingModel,
  share: number,
  line: { age: number; spans: readonly number[]; chances: Float64Array },
): void {
  const before = at(model.answered, model.binSeconds, line.age)
  const alive = share * (1 - before) + (1 - share) * (1 - at(model.otherwise, model.binSeconds, line.age))
  const scale = alive <= 1e-9 ? 0 : share / alive
  for (let index = 0; index < line.chances.length; index += 1) {
    const span = line.spans[index] ?? 0
    line.chances[index] = scale * (at(model.answered, model.binSeconds, line.age + span) - before)
  }
}

/** By how many seconds the given share of the answers has come. */
export function answerQuantile({ answered, binSeconds }: RingingModel, share: number): number {
  for (let border = 1; border < answered.length; border += 1) {
    const [before, after] = [answered[border - 1] ?? 0, answered[border] ?? 0]
    if (after >= share) return (border - 1 + (share - before) / Math.max(1e-12, after - before)) * binSeconds
  }
  return (answered.length - 1) * binSeconds
}

export function meanSecondsToAnswer({ answered, binSeconds }: RingingModel): number {
  let mean = 0
  for (let border = 1; border < answered.length; border += 1) {
    mean += ((answered[border] ?? 0) - (answered[border - 1] ?? 0)) * (border - 0.5) * binSeconds
  }
  return mean
}

function at(curve: Float64Array, binSeconds: number, seconds: number): number {
  const place = seconds / binSeconds
  const last = curve.length - 1
  if (place >= last) return curve[last] ?? 1
  const bin = Math.floor(place)
  const from = curve[bin] ?? 0
  return from + (place - bin) * ((curve[bin + 1] ?? 0) - from)
}
