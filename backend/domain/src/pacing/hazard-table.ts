/**
 * What is known of how long something lasts, by age: in each bin of age the seconds that were lived through (exposure)
 * and how often each cause ended them. Unlike an average over what has ended already, this has no bias towards what
 * ends early: what still goes on counts with the seconds that it has survived.
 */
export type HazardTable = { binSeconds: number; exposure: number[]; endings: number[][] }

export function createHazardTable(options: { bins: number; binSeconds: number; causes: number }): HazardTable {
  const zeros = () => new Array<number>(options.bins).fill(0)
  return {
    binSeconds: options.binSeconds,
    exposure: zeros(),
    endings: Array.from({ length: options.causes }, zeros),
  }
}

export function copyHazardTable(table: HazardTable): HazardTable {
  return { ...table, exposure: [...table.exposure], endings: table.endings.map((counts) => [...counts]) }
}

/** Adds the seconds lived between two ages to a table of one's own. Ages past the last bin count into it. */
export function addExposure(table: HazardTable, fromSeconds: number, untilSeconds: number): void {
  const { binSeconds, exposure } = table
  const last = exposure.length - 1
  let from = Math.max(0, fromSeconds)
  while (from < untilSeconds) {
    const bin = Math.min(last, Math.floor(from / binSeconds))
    const until = bin === last ? untilSeconds : Math.min(untilSeconds, (bin + 1) * binSeconds)
    exposure[bin] = (exposure[bin] ?? 0) + until - from
    from = until
  }
}

/** Counts an end at an age, by cause. */
export function addEnding(table: HazardTable, cause: number, ageSeconds: number): void {
  const counts = table.endings[cause] as number[]
  const bin = Math.min(counts.length - 1, Math.floor(Math.max(0, ageSeconds) / table.binSeconds))
  counts[bin] = (counts[bin] ?? 0) + 1
}

/** Lets what was learnt weigh less: all of it times `factor`. */
export function fadeTable(table: HazardTable, factor: number): void {
  for (const column of [table.exposure, ...table.endings]) {
    for (let bin = 0; bin < column.length; bin += 1) column[bin] = (column[bin] ?? 0) * factor
  }
}

/** What is believed before anything was seen, worth so many seconds of exposure. */
export type HazardPrior = { perSecond: number; seconds: number }

/** How much a bin leans on the mean of the table: worth so many bins' lengths of exposure. */
const shrinkage = 4

/**
 * Hazard of one cause, per second, in each bin. A bin that has seen little leans on the mean of the whole table, and
 * that on the prior: at the start of a day nobody has talked for two minutes yet, and some will.
 */
export function hazardsOf(table: HazardTable, cause: number, prior: HazardPrior): Float64Array {
  const endings = table.endings[cause] as number[]
  const mean = (sum(endings) + prior.perSecond * prior.seconds) / (sum(table.exposure) + prior.seconds)
  const weight = shrinkage * table.binSeconds
  const hazards = new Float64Array(table.exposure.length)
  for (let bin = 0; bin < hazards.length; bin += 1) {
    hazards[bin] = ((endings[bin] ?? 0) + mean * weight) / ((table.exposure[bin] ?? 0) + weight)
  }
  return hazards
}

function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}
