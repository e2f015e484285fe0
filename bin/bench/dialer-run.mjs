import { setTimeout as sleep } from 'node:timers/promises'
import { startCentre } from '../lib/centre.mjs'
import { createCampaign } from './campaign.mjs'
import { bringStaffToWork, setUpShop } from './centre-staff.mjs'
import { openRooms } from './open-rooms.mjs'
import { startSipp } from './sipp.mjs'
import { measureUsage } from './usage.mjs'
import { watchAgents } from './watch-agents.mjs'
import { watchCarrier, watchConnections } from './watch-asterisk.mjs'

/**
 * @typedef {object} Run
 * @property {import('./customers.mjs').Customer[]} customers the list, in its order
 * @property {number} agents @property {number} minutes @property {number} ringSeconds @property {number} servedBefore
 * @property {string} dir @property {(text: string) => void} tell
 */

/** A predictive campaign with these customers, on real calls. @param {Run} run */
export async function runCampaign(run) {
  const { agents, minutes, dir, tell } = run
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
    const { campaign, people, network, connections } = await preparePlay(run, centre, closing)
    tell(`Dialling for ${minutes} minutes …`)
    const usage = measureUsage({ dialer: centre.dialer.pid ?? 0, backend: centre.backend.pid ?? 0 })
    await campaign.act('start')
    people.begin()
    await sleep(minutes * 60_000)
    const figures = people.figures()
    const { processes } = usage.stop()
    const endedAt = Date.now()
    await campaign.act('pause')
    await until(() => network.open() === 0, 300_000)
    const counted = await settledCounts(campaign, network)
    return { ...figures, ...counted, endedAt, times: connections.times, ended: network.ended, processes }
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/**
 * @param {Run} run @param {import('../lib/centre.mjs').Centre} centre
 * @param {(() => unknown)[]} closing is told how to end what is begun here
 */
async function preparePlay({ customers, agents, ringSeconds, servedBefore }, centre, closing) {
  const { asterisk, carrier, redis, mariadb } = centre.engines
  if (!asterisk || !carrier || !redis || !mariadb) throw new Error('The benchmark needs engines of its own.')
  const admin = centre.credentials.users.admin
  const shop = await setUpShop({ url: centre.url, admin, agents, wrapUpSeconds: 600, audioMode: 'persistent' })
  const staff = await seatStaff({ url: centre.url, sipTarget: `127.0.0.1:${asterisk.sipPort}`, shop }, closing)
  const numbers = customers.map(({ number }) => number)
  const { clientId, queueId, api } = shop
  const list = { clientId, queueId, numbers, ringSeconds, servedBefore }
  const campaign = await createCampaign({ api, databaseUrl: mariadb.url, ...list })
  closing.push(() => campaign.close())
  const network = await watchCarrier(carrier)
  const connections = await watchConnections(asterisk)
  closing.push(network.stop, connections.stop)
  const wrapUps = new Map(customers.map(({ number, wrapUpSeconds }) => [number, wrapUpSeconds]))
  const people = watchAgents({
    redisUrl: redis.url,
    wrapUpSecondsOf: (number) => wrapUps.get(number) ?? 0,
    finishWrapUp: async (agentId, callId) =>
      staff.apis.get(agentId)?.request('POST', '/api/agent/wrap-up', { callId, disposition: 'other' }),
  })
  closing.push(() => people.stop())
  return { campaign, people, network, connections }
}

/**
 * @param {{ url: string, sipTarget: string, shop: Awaited<ReturnType<typeof setUpShop>> }} options
 * @param {(() => unknown)[]} closing
 */
async function seatStaff({ url, sipTarget, shop }, closing) {
  const phones = await startSipp({ scenario: 'agent', args: ['-aa'] })
  closing.push(() => phones.close())
  const staff = await bringStaffToWork({ url, sipTarget, users: shop.users, phonesPort: phones.port })
  closing.push(() => staff.close())
  const rooms = await openRooms({ target: sipTarget, accounts: staff.accounts })
  closing.push(() => rooms.close())
  return staff
}

/**
 * Who answered, by the network, and what the reports say of them when all is written.
 * @param {Awaited<ReturnType<typeof createCampaign>>} campaign @param {Awaited<ReturnType<typeof watchCarrier>>} network
 */
async function settledCounts(campaign, network) {
  const answered = network.ended.filter(({ answeredAt }) => answeredAt !== undefined).length
  let reported = await campaign.counts()
  await until(async () => {
    reported = await campaign.counts()
    return reported.abandoned + reported.connected >= answered
  }, 10_000)
  return { answered, reported }
}

/** @param {() => boolean | Promise<boolean>} isTrue @param {number} longestMs */
async function until(isTrue, longestMs) {
  const end = Date.now() + longestMs
  while (!(await isTrue()) && Date.now() < end) await sleep(200)
}
