// bench:dialer: a predictive campaign on real calls, and the same scenario in the simulation.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startCentre } from '../lib/centre.mjs'
import { rootDir, runDir } from '../lib/paths.mjs'
import { createCampaign } from './campaign.mjs'
import { bringStaffToWork, setUpShop } from './centre-staff.mjs'
import { createRandom, drawCustomers, drawSeconds, plannedTalkSeconds } from './customers.mjs'
import { openRooms } from './open-rooms.mjs'
import { simulate } from './simulate.mjs'
import { startSipp } from './sipp.mjs'
import { percentile, rounded, table } from './statistics.mjs'
import { describeMachine } from './usage.mjs'
import { watchAgents } from './watch-agents.mjs'
import { watchCarrier, watchConnections } from './watch-asterisk.mjs'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    agents: { type: 'string', default: '10,20' },
    minutes: { type: 'string', default: '10' },
    scenario: { type: 'string', default: join(rootDir, 'dialer/simulation/scenarios/b-repeats.json') },
    /** Every talk and wrap-up is shorter by this factor, here and in the simulation; ringing is not. */
    shorter: { type: 'string', default: '1' },
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
  const scenario = JSON.parse(readFileSync(options.scenario, 'utf8'))
  const shorter = (/** @type {{ mean: number }} */ duration) => ({
    ...duration,
    mean: duration.mean / Number(options.shorter),
  })
  return {
    ...scenario,
    hours: minutes / 60,
    dial: { ...scenario.dial, machine: 0, ring: ringSeconds },
    talk: scenario.talk.map(shorter),
    wrapUp: shorter(scenario.wrapUp),
  }
}

/** @param {any} scenario @param {number} agents */
async function measure(scenario, agents) {
  const random = createRandom(Number(options.seed))
  /** @type {(() => unknown)[]} */
  const closing = []
  try {
    tell(`Starting Orderline, and ${agents} agents with their rooms open …`)
    const centre = await startCentre({
      name: 'bench-dialer',
      dir,
      environment: { LOG_LEVEL: 'warn', AGENT_PHONES: 'sip', LOGINS_PER_MINUTE: '1000000' },
    })
    closing.push(() => centre.stop())
    const { asterisk, carrier, redis, mariadb } = centre.engines
    if (!asterisk || !carrier || !redis || !mariadb) throw new Error('The benchmark needs engines of its own.')
    const admin = centre.credentials.users.admin
    const shop = await setUpShop({ url: centre.url, admin, agents, wrapUpSeconds: 600, audioMode: 'persistent' })
    const sipTarget = `127.0.0.1:${asterisk.sipPort}`
    const phones = await startSipp({ scenario: 'agent', args: ['-aa'] })
    closing.push(() => phones.close())
    const staff = await bringStaffToWork({ url: centre.url, sipTarget, users: shop.users, phonesPort: phones.port })
    closing.push(() => staff.close())
    const rooms = await openRooms({ target: sipTarget, accounts: staff.accounts })
    closing.push(() => rooms.close())
    const numbers = drawCustomers(scenario, { count: Math.ceil(agents * minutes * 12 + 200), random })
    const { clientId, queueId, api } = shop
    const campaign = await createCampaign({ api, databaseUrl: mariadb.url, clientId, queueId, numbers, ringSeconds })
    closing.push(() => campaign.close())
    const network = await watchCarrier(carrier)
    const connections = await watchConnections(asterisk)
    closing.push(network.stop, connections.stop)
    const people = watchAgents({
      redisUrl: redis.url,
      wrapUpSeconds: () => drawSeconds(scenario.wrapUp, random),
      finishWrapUp: async (agentId, callId) =>
        staff.apis.get(agentId)?.request('POST', '/api/agent/wrap-up', { callId, disposition: 'other' }),
    })
    closing.push(() => people.stop())
    tell(`Dialling for ${minutes} minutes …`)
    await campaign.act('start')
    people.begin()
    await sleep(minutes * 60_000)
    const utilisation = people.utilisation()
    await campaign.act('pause')
    await until(() => network.talking() === 0, 300_000)
    const counted = await settledCounts(campaign, network)
    return { utilisation, times: connections.times, ...counted, dials: network.dials() }
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/**
 * Who was abandoned, by the network and by the reports: a customer whom we hung up on, before the end of the talk that
 * the customer had in mind.
 * @param {Awaited<ReturnType<typeof createCampaign>>} campaign @param {Awaited<ReturnType<typeof watchCarrier>>} network
 */
async function settledCounts(campaign, network) {
  const cutShort = network.ended.filter(({ number, seconds }) => seconds < (plannedTalkSeconds(number) ?? 0) - 0.5)
  const answered = network.ended.length
  let reported = await campaign.counts()
  await until(async () => {
    reported = await campaign.counts()
    return reported.abandoned + reported.connected >= answered
  }, 10_000)
  return { answered, abandonedByNetwork: cutShort.length, reported }
}

/** @param {() => boolean | Promise<boolean>} isTrue @param {number} longestMs */
async function until(isTrue, longestMs) {
  const end = Date.now() + longestMs
  while (!(await isTrue()) && Date.now() < end) await sleep(200)
}

/** @param {any} scenario @param {number} agents */
async function compare(scenario, agents) {
  const real = await measure(scenario, agents)
  const simulated = await simulate(scenario, { agents, dir })
  return {
    agents,
    minutes,
    utilisation: rounded(real.utilisation, 4),
    simulatedUtilisation: rounded(simulated.utilisation, 4),
    simulatedAbandonedRate: rounded(simulated.abandonedRate, 4),
    dials: real.dials,
    answered: real.answered,
    abandonedByNetwork: real.abandonedByNetwork,
    abandonedReported: real.reported.abandoned,
    connectedReported: real.reported.connected,
    answerToRoomP50Ms: rounded(percentile(real.times, 0.5)),
    answerToRoomP99Ms: rounded(percentile(real.times, 0.99)),
  }
}

rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })
const scenario = readScenario()
const rows = []
for (const agents of options.agents.split(',').map(Number)) {
  rows.push(await compare(scenario, agents))
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
}
writeFileSync(join(dir, 'result.json'), JSON.stringify(rows))
if (options.json) process.stdout.write(`${JSON.stringify({ machine: describeMachine(), scenario, rows })}\n`)
else print(rows)

/** @param {Awaited<ReturnType<typeof compare>>[]} rows */
function print(rows) {
  const header = [
    ...['agents', 'utilisation %', 'simulated %', 'dials', 'answered', 'abandoned: network', 'reports'],
    ...['in the room p50 ms', 'p99 ms'],
  ]
  const cells = rows.map((row) => [
    ...[row.agents, rounded(row.utilisation * 100), rounded(row.simulatedUtilisation * 100), row.dials, row.answered],
    ...[row.abandonedByNetwork, row.abandonedReported, row.answerToRoomP50Ms, row.answerToRoomP99Ms],
  ])
  const played = `${scenario.name}, ${minutes} min, talks ÷ ${options.shorter}, machines as no answer`
  process.stdout.write(`${describeMachine()}; ${played}\n${table(header, cells)}\n`)
}
