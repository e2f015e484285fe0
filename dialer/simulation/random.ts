/** Chance that can be repeated: the same seed gives the same day. Numbers from 0 up to, not including, 1. */
export type Random = () => number

/** sfc32 (Doty-Humphrey, PractRand), seeded from two numbers so that each stream of a day is its own. */
export function createRandom(seed: number, stream: number): Random {
  let [a, b, c, counter] = [seed | 0, stream | 0, 0x9e3779b9, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 15; round += 1) next()
  return next
}

/** A distribution of durations, in seconds. */
export type Duration = { shape: 'lognormal' | 'exponential' | 'fixed'; mean: number; cv?: number | undefined }

/** Draws seconds. Takes two numbers whatever the shape, so that streams of two policies stay in step. */
export function drawSeconds({ shape, mean, cv = 1 }: Duration, random: Random): number {
  const [first, second] = [1 - random(), random()]
  if (shape === 'fixed') return mean
  if (shape === 'exponential') return -Math.log(first) * mean
  const variance = Math.log(1 + cv * cv)
  const normal = Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second)
  return Math.exp(Math.log(mean) - variance / 2 + normal * Math.sqrt(variance))
}
