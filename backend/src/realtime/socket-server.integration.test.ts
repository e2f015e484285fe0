import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { io as connect, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type {
  AgentDesktop,
  Board,
  CampaignProgress,
  CampaignView,
  ClientEvents,
  QueueGlance,
  ServerEvents,
} from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import { createBoardService } from '../board/board-service.ts'
import {
  closeRedis,
  did,
  openTestRedis,
  startTestCentre,
  testConfig,
  type TestCentre,
} from '../calls/testing/test-centre.ts'
import { until } from '../calls/testing/until.ts'
import type { Session } from '../http/http-types.ts'
import type { ClientSight } from '../sight/client-sight.ts'
import { createRealtime } from './realtime.ts'
import { createSocketServer, type SocketServer } from './socket-server.ts'
import { shopRoom } from './sockets.ts'
import type { SeenCampaigns } from './watch-campaigns.ts'

type Client = Socket<ServerEvents, ClientEvents>
const clients: Client[] = []
const sessions = new Map<string, Session>()
let redis: Redis
let centre: TestCentre
let http: HttpServer
let sockets: SocketServer
let realtime: { close(): void }

const findSession = (request: { headers: { cookie?: string | undefined } }) =>
  Promise.resolve(sessions.get(request.headers.cookie ?? ''))

/** The shop `shop` sees the first campaign only; each look finds one record less. */
const campaignIds = ['0190f3a0-0000-7000-8000-000000000001', '0190f3a0-0000-7000-8000-000000000002'] as const
const seenCampaigns: SeenCampaigns = ({ role }, ids) =>
  Promise.resolve(role === 'client' ? ids.filter((id) => id === campaignIds[0]) : role === 'agent' ? [] : [...ids])
/** The shops whose skills the agent has; missed calls of each. */
const served = new Map<string, string[]>()
const seenClients: ClientSight = ({ userId, role }) => (role === 'agent' ? (served.get(userId) ?? []) : null)
const missedCalls = { countOpen: () => Promise.resolve(new Map(Object.entries({ vesna: 2, dimsad: 1 }))) }
let left = 100
const campaignParts = {
  campaigns: { find: (id: string) => Promise.resolve({ id } as CampaignView) },
  progress: {
    progress: ({ id }: CampaignView) => Promise.resolve({ campaignId: id, left: (left -= 1) } as CampaignProgress),
  },
}

beforeEach(async () => {
  redis = await openTestRedis()
  centre = await startTestCentre(redis, {
    emitDesktop: (agentId, desktop) => sockets.emitDesktop(agentId, desktop),
    notify: (room, notice) => sockets.notify(room, notice),
  })
  http = createServer()
  const log = createSilentLogger()
  sockets = createSocketServer({
    server: http,
    redis,
    findSession,
    connections: centre.connections,
    seenCampaigns,
    seenClients,
    log,
  })
  const figures = { centre: () => ({}) as Board['today'] } // What the figures are plays no part here.
  const board = createBoardService({ ...centre, config: testConfig(), figures, now: () => centre.clock.now })
  realtime = createRealtime({ sockets, centre, board, missedCalls, campaignParts, log })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.close())
  realtime.close()
  await sockets.close()
  await centre.close()
  await closeRedis(redis)
})

type Where = { headers?: Record<string, string>; at?: HttpServer }

function open(userId: string, role: Session['role'], { headers = {}, at = http }: Where = {}): Client {
  const view = { login: role, name: role, clientId: null, locale: 'en', audioMode: 'ring' } as const
  sessions.set(userId, { ...view, userId, role, sessionId: `session-${userId}` })
  const { port } = at.address() as AddressInfo
  const extraHeaders = { cookie: userId, ...headers }
  const client: Client = connect(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    extraHeaders,
    forceNew: true,
  })
  clients.push(client)
  return client
}

function desktopsOf(client: Client): AgentDesktop[] {
  const heard: AgentDesktop[] = []
  client.on('desktop', (desktop) => heard.push(desktop))
  return heard
}

describe("an agent's screen", () => {
  it('gets the whole desktop when it connects, and again with each change, numbered without a gap', async () => {
    const bob = await centre.agentReady()
    const heard = desktopsOf(open(bob, 'agent'))
    await until(() => heard.length > 0)
    expect(heard.at(-1)).toMatchObject({ agent: { id: bob, state: 'ready' }, call: null, card: null })
    centre.fake.parties.customerCalls({ did: did.number })
    await until(() => heard.at(-1)?.call?.state === 'offering')
    const numbers = heard.map(({ seq }) => seq)
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index))
  })

  it('goes on with the numbers after a restart of the backend', async () => {
    const bob = await centre.agentReady()
    const heard = desktopsOf(open(bob, 'agent'))
    await until(() => heard.length > 0)
    await centre.close()
    centre = await startTestCentre(redis, { fake: centre.fake })
    const fresh = await centre.desktops.fresh(bob)
    expect(fresh?.seq).toBeGreaterThan(heard.at(-1)?.seq ?? Infinity)
  })

  it('that closes is noticed, of several only the last one', async () => {
    const bob = await centre.agentReady()
    const [one, other] = [open(bob, 'agent'), open(bob, 'agent')]
    await until(() => one.connected && other.connected && centre.agents.get(bob)?.hasScreen)
    one.close()
    await until(async () => (await sockets.io.in(`agent:${bob}`).fetchSockets()).length === 1)
    expect(centre.agents.get(bob)).toMatchObject({ screenLostAt: null })
    other.close()
    await until(() => centre.agents.get(bob)?.screenLostAt !== null)
  })

  it('tells when the softphone is not registered, and the agent is not rung', async () => {
    const bob = await centre.agentReady()
    const client = open(bob, 'agent')
    await until(() => client.connected)
    const health = {
      registered: false,
      roomUp: false,
      microphoneLevel: null,
      packetLossPercent: null,
      roundTripMs: null,
    }
    client.emit('phone', health)
    await until(() => centre.agents.get(bob)?.phoneRegistered === false)
  })

  it('is pushed to at another backend, too', async () => {
    const bob = await centre.agentReady()
    const other = createServer()
    const log = createSilentLogger()
    const elsewhere = createSocketServer({
      server: other,
      redis,
      findSession,
      connections: centre.connections,
      seenCampaigns,
      seenClients,
      log,
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const heard = desktopsOf(open(bob, 'agent', { at: other }))
    await until(() => heard.length > 0)
    centre.fake.parties.customerCalls({ did: did.number })
    await until(() => heard.at(-1)?.call?.state === 'offering')
    await elsewhere.close()
  })

  it('is closed when the session ends', async () => {
    const bob = await centre.agentReady()
    const client = open(bob, 'agent')
    await until(() => client.connected)
    sockets.endSession(`session-${bob}`)
    await until(() => client.disconnected)
  })
})

describe('a stranger', () => {
  it('without a session gets no socket', async () => {
    const client = open('nobody', 'agent')
    sessions.delete('nobody')
    let refusal = ''
    client.on('connect_error', ({ message }) => (refusal = message))
    await until(() => refusal)
    expect(refusal).toBe('session/missing')
  })

  it('from a page of another site gets no socket', async () => {
    const bob = await centre.agentReady()
    let isRefused = false
    open(bob, 'agent', { headers: { origin: 'https://evil.example' } }).on('connect_error', () => (isRefused = true))
    await until(() => isRefused)
  })

  it('who floods is thrown out', async () => {
    const bob = await centre.agentReady()
    const client = open(bob, 'agent')
    await until(() => client.connected)
    for (let n = 0; n < 100; n += 1) client.emit('board:watch')
    await until(() => client.disconnected)
  })
})

describe('the board', () => {
  it('is pushed to a supervisor who watches, and to no agent', async () => {
    const bob = await centre.agentReady()
    const [supervisor, agent] = [open('susan', 'supervisor'), open(bob, 'agent')]
    const boards: Board[] = []
    let isLeaked = false
    supervisor.on('board', (board) => boards.push(board))
    agent.on('board', () => (isLeaked = true))
    await until(() => supervisor.connected && agent.connected)
    supervisor.emit('board:watch')
    agent.emit('board:watch')
    centre.fake.parties.customerCalls({ did: did.number })
    await until(() => boards.at(-1)?.calls[0]?.state === 'offering')
    expect(boards.at(-1)).toMatchObject({ agents: [{ id: bob, state: 'reserved' }], queues: [{ offered: 1 }] })
    expect(isLeaked).toBe(false)
  })
})

it('CC-32: an agent who asks for help is heard by each supervisor, whatever page they look at, and by no agent', async () => {
  const [bob, ann] = [await centre.agentReady(), await centre.agentReady()]
  const [atBoard, elsewhere, agent] = [open('susan', 'supervisor'), open('sam', 'supervisor'), open(ann, 'agent')]
  const heard: string[] = []
  for (const [name, client] of Object.entries({ atBoard, elsewhere, agent }))
    client.on('notice', ({ code, params }) => heard.push(`${name}: ${code} ${params['message']}`))
  await until(() => atBoard.connected && elsewhere.connected && agent.connected)
  atBoard.emit('board:watch')
  centre.desk.askForHelp(bob, 'speaks Hungarian')
  // What is told to one of them comes in the order in which it was told.
  sockets.notify(`user:${ann}`, { id: 'later', at: 1, level: 'info', code: 'last', params: { message: 'word' } })
  await until(() => heard.length >= 3 && heard.includes('agent: last word'))
  expect(heard.sort()).toEqual([
    'agent: last word',
    'atBoard: help-asked speaks Hungarian',
    'elsewhere: help-asked speaks Hungarian',
  ])
})

describe('missed calls', () => {
  const listen = (client: Client) => {
    const heard = { open: [] as number[], told: [] as string[] }
    client.on('missedCalls', (open) => heard.open.push(open))
    client.on('notice', ({ id }) => heard.told.push(id))
    return heard
  }
  const notice = (id: string) => ({ id, at: 1, level: 'warning' as const, code: 'call-missed', params: {} })

  it('RS-13: are counted and told to those who lead, and to agents for the shops that they serve only', async () => {
    const [bob, ann] = [await centre.agentReady(), await centre.agentReady()]
    served.set(bob, ['vesna'])
    const lead = listen(open('susan', 'supervisor'))
    const serving = listen(open(bob, 'agent'))
    const other = listen(open(ann, 'agent'))
    const shop = listen(open('shop', 'client'))
    await until(() => lead.open.length > 0 && serving.open.length > 0 && other.open.length > 0)
    expect([lead.open, serving.open, other.open, shop.open]).toEqual([[3], [2], [0], []])
    sockets.notify(shopRoom('vesna'), notice('vesna'))
    sockets.notify('leads', notice('all'))
    // What is told to one of them comes in the order in which it was told.
    for (const user of [bob, ann, 'susan', 'shop']) sockets.notify(`user:${user}`, notice('last'))
    await until(() => [lead, serving, other, shop].every(({ told }) => told.includes('last')))
    expect([lead.told, serving.told, other.told, shop.told]).toEqual([
      ['all', 'last'],
      ['vesna', 'last'],
      ['last'],
      ['last'],
    ])
  })

  it('RS-13: of a shop are no longer told to an agent who does not serve it any more', async () => {
    const bob = await centre.agentReady()
    served.set(bob, ['vesna'])
    const agent = listen(open(bob, 'agent'))
    await until(() => agent.open.at(-1) === 2)
    served.set(bob, ['dimsad'])
    await sockets.sightChanged()
    await until(() => agent.open.at(-1) === 1)
    for (const [id, room] of [
      ['vesna', shopRoom('vesna')],
      ['dimsad', shopRoom('dimsad')],
    ] as const)
      sockets.notify(room, notice(id))
    await until(() => agent.told.includes('dimsad'))
    expect(agent.told).toEqual(['dimsad'])
  })
})

it('a start that is broken off leaves nothing behind that nobody handles', async () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const made: Redis[] = []
  const watched = Object.assign(Object.create(redis) as Redis, {
    duplicate: () => made[made.push(redis.duplicate()) - 1],
  })
  const [server, log] = [createServer(), createSilentLogger()]
  const deps = { server, redis: watched, findSession, connections: centre.connections, seenCampaigns, seenClients, log }
  await createSocketServer(deps).close()
  await until(() => made.length === 2 && made.every(({ status }) => status === 'end'))
  // Rejections are told after the turn in which they came.
  await new Promise((resolve) => setImmediate(resolve))
  expect(unhandled).toEqual([])
})

describe('queues', () => {
  it('are told to agents when they move, and not to a client', async () => {
    const bob = await centre.agentReady()
    const [agent, shop] = [open(bob, 'agent'), open('shop', 'client')]
    const told: QueueGlance[][] = []
    let isLeaked = false
    agent.on('queues', (glances) => told.push(glances))
    shop.on('queues', () => (isLeaked = true))
    await until(() => told.at(-1)?.[0]?.readyAgents === 1)
    centre.fake.parties.customerCalls({ did: did.number })
    await until(() => told.at(-1)?.[0]?.readyAgents === 0)
    expect(isLeaked).toBe(false)
  })
})

describe('a campaign', () => {
  function campaignsOf(client: Client): { ids: () => string[]; forget: () => void } {
    const heard: string[] = []
    client.on('campaign', ({ campaignId }) => heard.push(campaignId))
    return { ids: () => [...new Set(heard)].sort(), forget: () => void (heard.length = 0) }
  }

  it('is told of to those who watch it and may see it', async () => {
    const bob = await centre.agentReady()
    const [supervisor, shop, agent] = [open('susan', 'supervisor'), open('shop', 'client'), open(bob, 'agent')]
    const [all, own, none] = [campaignsOf(supervisor), campaignsOf(shop), campaignsOf(agent)]
    await until(() => supervisor.connected && shop.connected && agent.connected)
    for (const client of [supervisor, shop, agent]) client.emit('campaigns:watch', [...campaignIds])
    await until(() => all.ids().length === 2 && own.ids().length > 0)
    expect([own.ids(), none.ids()]).toEqual([[campaignIds[0]], []])
  })

  it('is told of no more once the screen shows others', async () => {
    const supervisor = open('susan', 'supervisor')
    const heard = campaignsOf(supervisor)
    await until(() => supervisor.connected)
    supervisor.emit('campaigns:watch', [campaignIds[0]])
    await until(() => heard.ids().length > 0)
    supervisor.emit('campaigns:watch', [campaignIds[1]])
    await until(() => heard.ids().includes(campaignIds[1]))
    heard.forget()
    await until(() => heard.ids().length > 0)
    expect(heard.ids()).toEqual([campaignIds[1]])
    expect(sockets.watchedCampaigns()).toEqual([campaignIds[1]])
  })
})
