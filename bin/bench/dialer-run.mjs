import { setTimeout as sleep } from 'node:timers/promises'
import { startCentre } from '../lib/centre.mjs'
import { freePort } from '../lib/ports.mjs'
import { createCampaign } from './campaign.mjs'
import { bringStaffToWork, setUpShop } from './centre-staff.mjs'
import { startNetwork } from './dialer-network.mjs'
import { openRooms } from './open-rooms.mjs'
import { startSipp } from './sipp.mjs'
import { measureUsage } from './usage.mjs'
import { watchAgents } from './watch-agents.mjs'

/**
 * @typedef {object} Run
 * @property {import('./customers.mjs').Customer[]} customers the list, in its order
 * @property {number} agents @property {number} minutes @property {number} ringSeconds @property {number} servedBefore
 * @property {number} target the abandoned share that it steers to
 * @property {string} dir @property {(text: string) => void} tell
 */

/** A predictive campaign with these customers, on real calls. @param {Run} run */
export async function runCampaign(run) {
  const { agents, minutes, dir, tell } = run
  /** @type {(() => unknown)[]} */
  const closing = []
  try {
    tell(`Starting Orderline, and ${agents} agents with their rooms open …`)
    const networkPort = await freePort()
    const network = await startNetwork({ port: networkPort, dir })
    closing.push(network.close)
    const centre = await startCentre({
      name: 'bench-dialer',
      dir,
      asterisk: { peer: { port: networkPort } },
      environment: { LOG_LEVEL: 'warn', AGENT_PHONES: 'sip', LOGINS_PER_MINUTE: '1000000' },
    })
    closing.push(() => centre.stop())
    // The trunk leads to SIPp, so that the demo's telephone network has nothing to do.
    await centre.engines.carrier?.stop()
    const { campaign, people } = await preparePlay(run, centre, closing)
    tell(`Dialling for ${minutes} minutes …`)
    const usage = measureUsage({ dialer: centre.dialer.pid ?? 0, backend: centre.backend.pid ?? 0 })
    await campaign.act('start')
    people.begin()
    await sleep(minutes * 60_000)
    const figures = people.figures()
    const { processes } = usage.stop()
    const endedAt = Date.now()
    await campaign.act('pause')
    tell('Waiting for the lines that ring …')
    await until(() => network.dials().every(isSettled), 60_000)
    const dials = network.dials()
    const reported = await settledCounts(campaign, dials)
    return { ...figures, reported, endedAt, dials, freeAgainAt: people.freeAgainAt, processes }
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/**
 * @param {Run} run @param {import('../lib/centre.mjs').Centre} centre
 * @param {(() => unknown)[]} closing is told how to end what is begun here
 */
async function preparePlay({ customers, agents, ringSeconds, servedBefore, target }, centre, closing) {
  const { asterisk, redis, mariadb } = centre.engines
  if (!asterisk || !redis || !mariadb) throw new Error('The benchmark needs engines of its own.')
  const admin = centre.credentials.users.admin
  const shop = await setUpShop({ url: centre.url, admin, agents, wrapUpSeconds: 600, audioMode: 'persistent' })
  const staff = await seatStaff({ url: centre.url, sipTarget: `127.0.0.1:${asterisk.sipPort}`, shop }, closing)
  const numbers = customers.map(({ number }) => number)
  const { clientId, queueId, api } = shop
  const list = { clientId, queueId, numbers, ringSeconds, servedBefore, target }
  const campaign = await createCampaign({ api, databaseUrl: mariadb.url, ...list })
  closing.push(() => campaign.close())
  const wrapUps = new Map(customers.map(({ number, wrapUpSeconds }) => [number, wrapUpSeconds]))
  const people = watchAgents({
    redisUrl: redis.url,
    wrapUpSecondsOf: (number) => wrapUps.get(number) ?? 0,
    finishWrapUp: async (agentId, callId) =>
      staff.apis.get(agentId)?.request('POST', '/api/agent/wrap-up', { callId, disposition: 'other' }),
  })
  closing.push(() => people.stop())
  return { campaign, people }
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

/** Over, or a talk that may go on. @param {import('./dialer-network.mjs').SeenDial} dial */
function isSettled({ heardAt, endedAt }) {
  return endedAt !== undefined || heardAt !== undefined
}

/**
 * What the reports say when all is written: whoever answered was either connected or abandoned.
 * @param {Awaited<ReturnType<typeof createCampaign>>} campaign @param {import('./dialer-network.mjs').SeenDial[]} dials
 */
async function settledCounts(campaign, dials) {
  const answered = dials.filter(({ answeredAt }) => answeredAt !== undefined).length
  let reported = await campaign.counts()
  await until(async () => {
    reported = await campaign.counts()
    return reported.abandoned + reported.connected >= answered
  }, 10_000)
  return reported
}

/** @param {() => boolean | Promise<boolean>} isTrue @param {number} longestMs */
async function until(isTrue, longestMs) {
  const end = Date.now() + longestMs
  while (!(await isTrue()) && Date.now() < end) await sleep(200)
}
