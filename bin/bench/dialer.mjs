// bench:dialer: a predictive campaign on real calls, and the same customers in the simulation.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { emptyInstanceDir } from '../lib/instance-dir.mjs'
import { LaunchError } from '../lib/launch-error.mjs'
import { rootDir, runDir } from '../lib/paths.mjs'
import { createRandom, drawCustomers } from './customers.mjs'
import { runCampaign } from './dialer-run.mjs'
import { compareRuns, countByNetwork, describeWaits, measureWaits } from './dialer-trace.mjs'
import { readBenchOptions } from './options.mjs'
import { simulate } from './simulate.mjs'
import { rounded, table } from './statistics.mjs'
import { describeMachine } from './usage.mjs'

const options = readBenchOptions('dialer')
const { minutes, target } = options
const dir = join(runDir, 'bench-dialer')
const ringSeconds = 30

/** @param {string} text what people see while it runs; standard output is for the result */
const tell = (text) => void process.stderr.write(`${text}\n`)

/** The scenario as it is played: as long as the run, machines as phones that nobody answers, talks made shorter. */
function readScenario() {
  const { scenario: name } = options
  const file = /[./]/.test(name) ? name : join(rootDir, 'dialer/simulation/scenarios', `${name}.json`)
  if (!existsSync(file)) throw new LaunchError(`There is no scenario file ${file}.`)
  const scenario = JSON.parse(readFileSync(file, 'utf8'))
  const shorter = (/** @type {{ mean: number }} */ duration) => ({
    ...duration,
    mean: duration.mean / options.shorter,
  })
  return {
    ...scenario,
    hours: minutes / 60,
    servedBefore: options.served,
    dial: { ...scenario.dial, machine: 0, ring: ringSeconds },
    talk: scenario.talk.map(shorter),
    wrapUp: shorter(scenario.wrapUp),
  }
}

/** @param {any} scenario @param {number} agents */
async function compare(scenario, agents) {
  await emptyInstanceDir(dir)
  // Each team has the same customers, whatever was played before.
  const random = createRandom(options.seed)
  const customers = drawCustomers(scenario, { count: Math.ceil(agents * minutes * 12 + 200), ringSeconds, random })
  const servedBefore = scenario.servedBefore
  const loadBefore = load()
  const played = await runCampaign({ customers, agents, minutes, ringSeconds, servedBefore, target, dir, tell })
  const loadAfter = load()
  const fates = customers.map(({ by, afterSeconds, talkSeconds, wrapUpSeconds }) => {
    return { by, afterSeconds, talkSeconds, wrapUpSeconds }
  })
  const simulated = await simulate({ ...scenario, fates }, { agents, target, dir, random })
  const { dialer, backend } = usageOf(played)
  const waits = measureWaits(played.dials, { agents, freeAgainAt: played.freeAgainAt })
  return {
    ...{ agents, minutes, target, loadBefore, loadAfter },
    ...compareRuns({ played, simulated, customers }),
    network: countByNetwork(played.dials),
    reports: played.reported,
    answerToVoice: {
      agentFree: describeWaits(waits.agentFree),
      all: describeWaits(waits.all),
      simulated: describeWaits(simulated.flatMap(({ waitsMs }) => waitsMs)),
    },
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
for (const agents of options.agents) rows.push(await compare(scenario, agents))
writeFileSync(join(dir, 'result.json'), JSON.stringify(rows))
if (options.json) process.stdout.write(`${JSON.stringify({ machine: describeMachine(), scenario, rows })}\n`)
else for (const row of rows) print(row)

/** @param {Awaited<ReturnType<typeof compare>>} row */
function print(row) {
  const played = `${scenario.name}, ${row.agents} agents, ${minutes} min, talks ÷ ${options.shorter}`
  const before = `${scenario.servedBefore} served before, aimed at ${rounded(target * 100, 2)} % abandoned, machines as no answer`
  const { network, reports, answerToVoice: waits } = row
  const waited = (/** @type {ReturnType<typeof describeWaits>} */ { count, p50Ms, p99Ms, longShare }) =>
    `p50 ${p50Ms} ms, p99 ${p99Ms} ms, ${rounded(longShare * 100, 2)} % over 300 ms (${count})`
  process.stdout.write(
    [
      `${describeMachine()}; ${played}, ${before}; load ${row.loadBefore} at the start, ${row.loadAfter} at the end`,
      table(['', 'real', 'simulated', 'least', 'most'], comparedLines(row)),
      table(['mean seconds', 'real', 'planned'], plannedLines(row)),
      `by the network, of ${network.answered} who answered: ${network.connected} heard an agent, ${network.abandoned} abandoned, ` +
        `${network.crossed} crossed our giving up, ${network.unsettled} unsettled`,
      `by the reports: ${reports.connected} connected, ${reports.abandoned} abandoned`,
      `answer to an agent's voice: all ${waited(waits.all)}; an agent was free ${waited(waits.agentFree)}; ` +
        `waits in the simulation ${waited(waits.simulated)}`,
      `CPU a dial: dialer ${row.dialerMsPerDial} ms, backend ${row.backendMsPerDial} ms`,
    ].join('\n') + '\n',
  )
}

/** @param {Awaited<ReturnType<typeof compare>>} row */
function comparedLines(row) {
  const percent = (/** @type {number} */ share) => rounded(share * 100)
  const plain = (/** @type {number} */ value) => rounded(value, 2)
  const line = (/** @type {string} */ name, /** @type {typeof row.dials} */ values, write = plain) => {
    const { real, simulated, least, most } = values
    return [name, ...[real, simulated, least, most].map(write)]
  }
  return [
    line('utilisation %', row.utilisation, percent),
    line('  talking %', row.talkShare, percent),
    line('  writing up %', row.wrapUpShare, percent),
    line('dials', row.dials),
    line('answered', row.answered),
    line('abandoned', row.abandoned),
    line('lines that ring', row.openLines),
    line('free agents without a line', row.unservedAgents),
  ]
}

/** @param {Awaited<ReturnType<typeof compare>>} row */
function plannedLines({ ringSeconds, talkSeconds }) {
  const line = (/** @type {string} */ name, /** @type {typeof ringSeconds} */ { real, planned }) => {
    return [name, rounded(real, 2), rounded(planned, 2)]
  }
  return [line('ringing until the answer', ringSeconds), line("from an agent's voice to the end", talkSeconds)]
}
