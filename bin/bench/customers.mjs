/**
 * Customers of a scenario of `dialer/simulation`, as numbers that tell the simulated telephone network what to do
 * (`sipp/network.xml`). Machines count as phones that nobody answers: no detection runs here.
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
 * What becomes of the dial of one customer, in the form that `dialer/simulation` reads, and the number that has the
 * network do so. Whole seconds where the number says them; who would answer when nobody rings any more does not.
 * @typedef {{ number: string, by: 'person' | 'other', afterSeconds: number, talkSeconds: number, wrapUpSeconds: number }} Customer
 */

/**
 * @param {Scenario} scenario @param {{ count: number, ringSeconds: number, random: () => number }} options
 * @returns {Customer[]} in the order in which they are dialled; numbers in E.164, all different
 */
export function drawCustomers(scenario, { count, ringSeconds, random }) {
  return Array.from({ length: count }, (_, index) => {
    const last = digits(index, 4)
    const { by, afterSeconds } = drawDial(scenario, { ringSeconds, random })
    const talkSeconds = wholeSeconds(drawSeconds(pickTalk(scenario.talk, random), random), 999)
    const wrapUpSeconds = drawSeconds(scenario.wrapUp, random)
    const ends = { by, afterSeconds, talkSeconds, wrapUpSeconds }
    if (by === 'person') return { number: `+9991${digits(afterSeconds, 2)}${digits(talkSeconds, 3)}${last}`, ...ends }
    if (afterSeconds < ringSeconds) return { number: `+9995${digits(afterSeconds, 2)}000${last}`, ...ends }
    return { number: `+999600000${last}`, ...ends }
  })
}

/**
 * @param {Scenario} scenario @param {{ ringSeconds: number, random: () => number }} options
 * @returns {Pick<Customer, 'by' | 'afterSeconds'>}
 */
function drawDial({ dial }, { ringSeconds, random }) {
  const choice = random()
  const answerSeconds = wholeSeconds(drawSeconds(dial.answer ?? { mean: 13, cv: 0.5 }, random), 99)
  const failedSeconds = wholeSeconds(2 + drawSeconds({ mean: 2.5, shape: 'exponential' }, random), 99)
  if (choice < dial.person && answerSeconds < ringSeconds) return { by: 'person', afterSeconds: answerSeconds }
  const failed = dial.person + (dial.failed ?? 0.1)
  if (choice >= dial.person && choice < failed && failedSeconds < ringSeconds) {
    return { by: 'other', afterSeconds: failedSeconds }
  }
  return { by: 'other', afterSeconds: ringSeconds }
}

/** @param {number} seconds @param {number} most */
function wholeSeconds(seconds, most) {
  return Math.min(most, Math.max(1, Math.round(seconds)))
}

/** @param {number} value @param {number} length */
function digits(value, length) {
  return String(value).padStart(length, '0')
}

/** @param {Scenario['talk']} parts @param {() => number} random */
function pickTalk(parts, random) {
  let left = random() * parts.reduce((sum, { share }) => sum + share, 0)
  for (const part of parts) if ((left -= part.share) <= 0) return part
  return /** @type {Scenario['talk'][number]} */ (parts.at(-1))
}
