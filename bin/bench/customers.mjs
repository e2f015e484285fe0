/**
 * Customers of a scenario of `dialer/simulation`, as numbers that tell the simulated telephone network what to do
 * (`asterisk-config/carrier`). Machines count as phones that nobody answers: no detection runs here.
 */

/** @typedef {{ mean: number, cv?: number, shape?: 'lognormal' | 'exponential' | 'fixed' }} Duration */
/** @typedef {{ dial: { person: number, failed?: number, answer?: Duration }, talk: (Duration & { share: number })[], wrapUp: Duration }} Scenario */

/** @param {number} seed @returns {() => number} 0 to 1, the same row for the same seed (mulberry32) */
export function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** @param {Duration} duration @param {() => number} random @returns {number} seconds */
export function drawSeconds({ mean, cv = 0.5, shape = 'lognormal' }, random) {
  if (shape === 'fixed') return mean
  if (shape === 'exponential') return -mean * Math.log(1 - random())
  const variance = Math.log(1 + cv * cv)
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return mean * Math.exp(Math.sqrt(variance) * normal - variance / 2)
}

/**
 * @param {Scenario} scenario @param {{ count: number, random: () => number }} options
 * @returns {string[]} numbers in E.164, all different
 */
export function drawCustomers(scenario, { count, random }) {
  return Array.from({ length: count }, (_, index) => drawNumber(scenario, { index, random }))
}

/** @param {Scenario} scenario @param {{ index: number, random: () => number }} options */
function drawNumber({ dial, talk }, { index, random }) {
  const digits = (/** @type {number} */ value, /** @type {number} */ length) =>
    String(Math.min(10 ** length - 1, Math.max(1, Math.round(value)))).padStart(length, '0')
  const last = String(index).padStart(4, '0')
  const choice = random()
  if (choice < dial.person) {
    const ring = digits(drawSeconds(dial.answer ?? { mean: 13, cv: 0.5 }, random), 2)
    return `+9991${ring}${digits(drawSeconds(pickTalk(talk, random), random), 3)}${last}`
  }
  if (choice < dial.person + (dial.failed ?? 0.1)) {
    return `+9995${digits(drawSeconds({ mean: 2.5, shape: 'exponential' }, random) + 2, 2)}000${last}`
  }
  return `+9996${'00'}000${last}`
}

/** How long this customer means to talk, seconds; null for one who does not answer. @param {string} number */
export function plannedTalkSeconds(number) {
  return number.startsWith('+9991') ? Number(number.slice(7, 10)) : null
}

/** @param {Scenario['talk']} parts @param {() => number} random */
function pickTalk(parts, random) {
  let left = random() * parts.reduce((sum, { share }) => sum + share, 0)
  for (const part of parts) if ((left -= part.share) <= 0) return part
  return /** @type {Scenario['talk'][number]} */ (parts.at(-1))
}
