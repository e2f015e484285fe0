/** A distribution of a duration, as its cumulated hazard at the borders of equal bins; level hazard after the last. */
export type DurationCurve = { binSeconds: number; cumulated: Float64Array; tailPerSecond: number }

export function durationCurve(hazards: ArrayLike<number>, binSeconds: number): DurationCurve {
  const cumulated = new Float64Array(hazards.length + 1)
  for (let bin = 0; bin < hazards.length; bin += 1) {
    cumulated[bin + 1] = (cumulated[bin] ?? 0) + (hazards[bin] ?? 0) * binSeconds
  }
  return { binSeconds, cumulated, tailPerSecond: hazards[hazards.length - 1] ?? 0 }
}

export function cumulatedHazard({ binSeconds, cumulated, tailPerSecond }: DurationCurve, seconds: number): number {
  const place = seconds / binSeconds
  const last = cumulated.length - 1
  if (place >= last) return (cumulated[last] ?? 0) + (seconds - last * binSeconds) * tailPerSecond
  const bin = Math.floor(place)
  const from = cumulated[bin] ?? 0
  return from + (place - bin) * ((cumulated[bin + 1] ?? 0) - from)
}

/** The chance that it ends within so many seconds more, having lasted for `age`. */
export function endsWithin(curve: DurationCurve, age: number, seconds: number): number {
  return 1 - Math.exp(cumulatedHazard(curve, age) - cumulatedHazard(curve, age + seconds))
}

/** The mean of the whole duration, in seconds. */
export function meanDuration(curve: DurationCurve): number {
  const { binSeconds, cumulated, tailPerSecond } = curve
  let mean = 0
  for (let bin = 0; bin + 1 < cumulated.length; bin += 1) {
    mean += (binSeconds * (survival(curve, bin) + survival(curve, bin + 1))) / 2
  }
  return tailPerSecond > 0 ? mean + survival(curve, cumulated.length - 1) / tailPerSecond : mean
}

function survival({ cumulated }: DurationCurve, bin: number): number {
  return Math.exp(-(cumulated[bin] ?? 0))
}
