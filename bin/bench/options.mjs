import { number, numbers, oneOf, readArguments } from '../lib/arguments.mjs'

const json = { type: 'boolean', default: false }
const factor = number({ least: 0.001, isWhole: false })
const countFromNothing = number({ least: 0 })
const teams = number({ most: 5_000 })
const text = (/** @type {string} */ usual, /** @type {import('../lib/arguments.mjs').Option['read']} */ read) => {
  return { type: 'string', default: usual, ...(read && { read }) }
}

/** @type {Record<string, Record<string, import('../lib/arguments.mjs').Option>>} what each benchmark may be told */
const benchmarks = {
  calls: {
    json,
    rates: text('10,20,40,80', numbers({ most: 1_000 })),
    seconds: text('30', number()),
    agents: text('500', teams),
    /** How long a conversation lasts, in seconds. */
    talk: text('2', factor),
    /** Orderline's: `softmix` is what browsers need, `simple` what app_queue has. */
    bridge: text('simple', oneOf(['simple', 'softmix'])),
    /** Orderline records each conversation. */
    recording: { type: 'boolean', default: false },
  },
  orders: {
    json,
    seconds: text('10', number()),
    rounds: text('4', number()),
    connections: text('16', number({ most: 10_000 })),
  },
  dialer: {
    json,
    agents: text('10,20', numbers({ most: 5_000 })),
    minutes: text('10', factor),
    /** One of dialer/simulation/scenarios by its name, or a file. */
    scenario: text('b-repeats'),
    /** Every talk and wrap-up is shorter by this factor, here and in the simulation; ringing is not. */
    shorter: text('1', factor),
    /** So many customers were served in the hour before, here and in the simulation: the first may be abandoned at once. */
    served: text('0', countFromNothing),
    /** The abandoned share that the campaign steers to, here and in the simulation; its cap is target ÷ 0.9. */
    target: text('0.027', number({ least: 0.001, most: 0.03, isWhole: false })),
    seed: text('1', countFromNothing),
  },
  pacing: {
    json,
    scenario: { type: 'string', multiple: true, example: 'NAME-OR-FILE,…' },
    policy: { type: 'string', multiple: true, example: 'NAME,…' },
    agents: text('5,10,20,50,100,300', numbers({ most: 5_000 })),
    /** Days for each cell; more for small teams, if left out. */
    seeds: { type: 'string', example: 'DAYS', read: number({ most: 10_000 }) },
    shocks: { type: 'boolean', default: false },
    frontier: { type: 'boolean', default: false },
    search: { type: 'boolean', default: false },
    tick: { type: 'boolean', default: false },
  },
  day: {
    json,
    orders: text('2000', number()),
    agents: text('20', teams),
    seed: text('1', countFromNothing),
  },
}

/**
 * What a benchmark was told. Throws a LaunchError for what it cannot be told.
 * @param {string} name @param {string[]} [args] @returns {Record<string, any>}
 */
export function readBenchOptions(name, args) {
  return readArguments({ command: `npm run bench:${name}`, options: benchmarks[name] ?? {} }, args).values
}
