/**
 * How many of several independent, differently likely things happen (Poisson binomial), exactly: `chances[k]` is the
 * chance of k. Made to grow by one thing after the other.
 */
export type Count = { chances: number[]; mean: number; variance: number }

export function createCount(): Count {
  return { chances: [1], mean: 0, variance: 0 }
}

/** Adds one thing that happens with this chance. */
export function addChance(count: Count, chance: number, isExact: boolean): void {
  count.mean += chance
  count.variance += chance * (1 - chance)
  if (!isExact || chance <= 1e-6) return
  const { chances } = count
  chances.push(0)
  for (let k = chances.length - 1; k > 0; k -= 1) {
    chances[k] = (chances[k] ?? 0) * (1 - chance) + (chances[k - 1] ?? 0) * chance
  }
  chances[0] = (chances[0] ?? 0) * (1 - chance)
}

/** The chance that `spare` and what is gained does not exceed what is lost: gains − losses ≤ −spare. */
export function noneLeft(spare: number, gains: Count, losses: Count): number {
  let total = 0
  let below = 0
  let gained = -1
  for (let lost = 0; lost < losses.chances.length; lost += 1) {
    while (gained < lost - spare && gained + 1 < gains.chances.length) {
      gained += 1
      below += gains.chances[gained] ?? 0
    }
    if (lost - spare >= 0) total += (losses.chances[lost] ?? 0) * below
  }
  return Math.min(1, total)
}

/** The same by the normal curve with a correction of a half: for many agents. */
export function noneLeftNearly(spare: number, gains: Count, losses: Count): number {
  const deviation = Math.sqrt(gains.variance + losses.variance)
  const distance = 0.5 - (spare + gains.mean - losses.mean)
  if (deviation < 1e-6) return distance > 0 ? 1 : 0
  return normalShare(distance / deviation)
}

/** The standard normal distribution (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const upper = 0.3989422804014327 * Math.exp((-z * z) / 2) * tail
  return z > 0 ? 1 - upper : upper
}
