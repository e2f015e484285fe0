import { registerPhones } from './register-phones.mjs'
import { openScreen } from './screen.mjs'

/**
 * @typedef {object} Staff
 * @property {string[]} usernames the SIP accounts that registered
 * @property {{ username: string, password: string }[]} accounts
 * @property {Map<string, Api>} apis by the agent's id
 * @property {() => void} close
 */

/** @typedef {ReturnType<typeof createApi>} Api */

/** Requests to a centre with the session of one user. @param {string} url */
function createApi(url) {
  let cookie = ''
  return {
    cookie: () => cookie,
    /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
    async request(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
      const fresh = response.headers.getSetCookie().map((line) => line.split(';')[0])
      if (fresh.length > 0) cookie = fresh.join('; ')
      return text === '' ? undefined : JSON.parse(text)
    },
  }
}

/** @param {string} url @param {{ login: string, password: string }} user */
export async function logIn(url, { login, password }) {
  const api = createApi(url)
  const { userId } = await api.request('POST', '/api/session', { login, password })
  return { ...api, userId: String(userId) }
}

/**
 * Makes a shop with one queue and a number, and agents for it, through the administration's API.
 * @param {{ url: string, admin: { login: string, password: string }, agents: number, wrapUpSeconds?: number,
 *   audioMode?: 'ring' | 'persistent', recording?: boolean }} options
 */
export async function setUpShop(options) {
  const { url, admin, agents, wrapUpSeconds = 0, audioMode = 'ring', recording = false } = options
  const api = await logIn(url, admin)
  const create = (/** @type {string} */ noun, /** @type {object} */ input) =>
    api.request('POST', `/api/admin/${noun}`, input)
  const skill = await create('skills', { code: 'bench', name: 'Benchmark' })
  const queue = await create('queues', {
    code: 'bench',
    name: 'Benchmark',
    requiredSkills: [{ skillId: skill.id, minLevel: 1 }],
    wrapUpSeconds,
    maxWaiting: 1000,
    recordCalls: recording,
  })
  const client = await create('clients', { code: 'bench', name: 'Benchmark shop', orderQueueId: queue.id })
  const number = '+380449990000'
  await create('dids', { number, clientId: client.id, queueId: queue.id })
  const users = Array.from({ length: agents }, (_, i) => ({ login: `bench-${i}`, password: `bench-password-${i}` }))
  await inBatches(users, 8, (user) =>
    create('users', { ...user, name: user.login, role: 'agent', audioMode, skills: [{ skillId: skill.id, level: 3 }] }),
  )
  return { api, number, users, queueId: queue.id, clientId: client.id }
}

/**
 * Logs every agent in as the screen does: session, socket, SIP account, registered phone, ready.
 * @param {{ url: string, sipTarget: string, users: { login: string, password: string }[], phonesPort: number }} options
 * @returns {Promise<Staff>}
 */
export async function bringStaffToWork({ url, sipTarget, users, phonesPort }) {
  /** @type {{ api: Api & { userId: string }, account: any, screen: import('./screen.mjs').Screen }[]} */
  const staff = []
  await inBatches(users, 8, async (user) => {
    const api = await logIn(url, user)
    const account = await api.request('GET', '/api/agent/sip-account')
    staff.push({ api, account, screen: await openScreen(url, api.cookie()) })
  })
  await registerPhones({ target: sipTarget, phonesPort, accounts: staff.map(({ account }) => account) })
  const health = { registered: true, roomUp: false, microphoneLevel: null, packetLossPercent: null, roundTripMs: null }
  await inBatches(staff, 8, async ({ api, screen }) => {
    screen.emit('phone', health)
    await api.request('POST', '/api/agent/state', { to: 'ready' })
  })
  return {
    usernames: staff.map(({ account }) => account.username),
    accounts: staff.map(({ account }) => account),
    apis: new Map(staff.map(({ api }) => [api.userId, api])),
    close: () => staff.forEach(({ screen }) => screen.close()),
  }
}

/**
 * @template T
 * @param {T[]} items @param {number} width how many at the same time @param {(item: T) => Promise<unknown>} work
 */
async function inBatches(items, width, work) {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
