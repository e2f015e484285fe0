// bench:dialer: a predictive campaign on real calls, and the same customers in the simulation.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rootDir, runDir } from '../lib/paths.mjs'
import { createRandom, drawCustomers } from './customers.mjs'
import { runCampaign } from './dialer-run.mjs'
import { compareRuns, countAbandoned } from './dialer-trace.mjs'
import { simulate } from './simulate.mjs'
import { rounded, table } from './statistics.mjs'
import { describeMachine } from './usage.mjs'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    agents: { type: 'string', default: '10,20' },
    minutes: { type: 'string', default: '10' },
    /** One of dialer/simulation/scenarios by its name, or a file. */
    scenario: { type: 'string', default: 'b-repeats' },
    /** Every talk and wrap-up is shorter by this factor, here and in the simulation; ringing is not. */
    shorter: { type: 'string', default: '1' },
    /** So many customers were served in the hour before, here and in the simulation: the first may be abandoned at once. */
    served: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
})
const minutes = Number(options.minutes)
const dir = join(runDir, 'bench-dialer')
const ringSeconds = 30

/** @param {string} text what people see while it runs; standard output is for the result */
const tell = (text) => void process.stderr.write(`${text}\n`)

/** The scenario as it is played: as long as the run, machines as phones that nobody answers, talks made shorter. */
function readScenario() {
  const { scenario: name } = options
  const file = name.endsWith('.json') ? name : join(rootDir, 'dialer/simulation/scenarios', `${name}.json`)
  const scenario = JSON.parse(readFileSync(file, 'utf8'))
  const shorter = (/** @type {{ mean: number }} */ duration) => ({
    ...duration,
    mean: duration.mean / Number(options.shorter),
  })
  return {
    ...scenario,
    hours: minutes / 60,
    servedBefore: Number(options.served),
    dial: { ...scenario.dial, machine: 0, ring: ringSeconds },
    talk: scenario.talk.map(shorter),
    wrapUp: shorter(scenario.wrapUp),
  }
}

/** @param {any} scenario @param {number} agents */
async function compare(scenario, agents) {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  // Each team has the same customers, whatever was played before.
  const random = createRandom(Number(options.seed))
  const customers = drawCustomers(scenario, { count: Math.ceil(agents * minutes * 12 + 200), ringSeconds, random })
  const servedBefore = scenario.servedBefore
  const loadBefore = load()
  const played = await runCampaign({ customers, agents, minutes, ringSeconds, servedBefore, dir, tell })
  const loadAfter = load()
  const fates = customers.map(({ by, afterSeconds, talkSeconds, wrapUpSeconds }) => {
    return { by, afterSeconds, talkSeconds, wrapUpSeconds }
  })
  const simulated = await simulate({ ...scenario, fates }, { agents, dir })
  const { dialer, backend } = usageOf(played)
  return {
    ...{ agents, minutes, loadBefore, loadAfter },
    ...compareRuns({ played, simulated, customers }),
    ...countAbandoned(played, customers),
    dialerMsPerDial: rounded((dialer * minutes * 60_000) / played.dials.length),
    backendMsPerDial: rounded((backend * minutes * 60_000) / played.dials.length),
  }
}

/** CPU in cores. @param {Awaited<ReturnType<typeof runCampaign>>} played */
function usageOf({ processes }) {
  const coresOf = (/** @type {string} */ name) => processes.find((one) => one.name === name)?.cpuCores ?? 0
  return { dialer: coresOf('dialer'), backend: coresOf('backend') }
}

/** Processes that want a core, a mean of the last minute: what the figures are worth is told by it. */
function load() {
  return rounded(loadavg()[0] ?? 0)
}

const scenario = readScenario()
const rows = []
for (const agents of options.agents.split(',').map(Number)) rows.push(await compare(scenario, agents))
writeFileSync(join(dir, 'result.json'), JSON.stringify(rows))
if (options.json) process.stdout.write(`${JSON.stringify({ machine: describeMachine(), scenario, rows })}\n`)
else for (const row of rows) print(row)

/** @param {Awaited<ReturnType<typeof compare>>} row */
function print(row) {
  const percent = (/** @type {(number | undefined)[]} */ pair) => pair.map((share) => rounded((share ?? 0) * 100))
  const plain = (/** @type {(number | undefined)[]} */ pair) => pair.map((value) => rounded(value ?? 0, 2))
  const lines = [
    ['utilisation %', ...percent(row.utilisation)],
    ['  talking %', ...percent(row.talkShare)],
    ['  writing up %', ...percent(row.wrapUpShare)],
    ['dials', ...plain(row.dials)],
    ['answered', ...plain(row.answered)],
    ['abandoned', ...plain(row.abandoned)],
    ['lines that ring', ...plain(row.openLines)],
    ['free agents without a line', ...plain(row.unservedAgents)],
    ['seconds until the answer', ...plain(row.ringSecondsAnswered)],
    ['seconds of the others', ...plain(row.ringSecondsUnanswered)],
    ['seconds on the line', ...plain(row.onTheLineSeconds)],
  ]
  const played = `${scenario.name}, ${row.agents} agents, ${minutes} min, talks ÷ ${options.shorter}`
  const before = `${scenario.servedBefore} served before, machines as no answer`
  process.stdout.write(
    [
      `${describeMachine()}; ${played}, ${before}; load ${row.loadBefore} at the start, ${row.loadAfter} at the end`,
      table(['', 'real', 'simulated'], lines),
      `of ${row.answeredByNetwork} who answered: ${row.connectedReported} connected and ${row.abandonedReported} abandoned in the reports; ` +
        `by the network ${row.abandonedByNetwork} were hung up on (${row.tooBriefToTell} planned too brief a talk to tell), ` +
        `${row.neverInARoom} were in no agent's room`,
      `answer to room: p50 ${row.answerToRoomP50Ms} ms, p99 ${row.answerToRoomP99Ms} ms; ` +
        `CPU a dial: dialer ${row.dialerMsPerDial} ms, backend ${row.backendMsPerDial} ms`,
    ].join('\n') + '\n',
  )
}
