import type { IncomingMessage, Server } from 'node:http'
import { agentCallId } from '@orderline/domain/agent'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Shutdown } from '@orderline/runtime/shutdown'
import { createBoardService } from '../board/board-service.ts'
import { createTodayFigures } from '../board/today-figures.ts'
import { createTodayRepository } from '../board/today-repository.ts'
import { createCallCentre, type CallCentre } from '../calls/call-centre.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { Config } from '../config.ts'
import { createIdentifyCustomer } from '../hand-calls/identify-customer.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { createRealtime } from '../realtime/realtime.ts'
import { createSocketServer, type SocketServer } from '../realtime/socket-server.ts'
import { readSessionToken } from '../sessions/session-cookie.ts'
import { createSipProxy } from '../telephony/sip-proxy.ts'
import type { Adapters } from './adapters.ts'
import { createClockParts } from './clock-parts.ts'
import { createCampaignParts, type CampaignParts } from './campaign-parts.ts'
import { createOfficeParts, type OfficeParts } from './office-parts.ts'
import { createOrderParts, type OrderParts } from './order-parts.ts'

export type ComposeCentreDeps = {
  server: Server
  adapters: Adapters
  config: ConfigCache
  settings: Config
  now: Clock
  log: Logger
  shutdown: Shutdown
}

/** Where agents' phones connect. */
export const phonesPath = '/sip'
/** Extension that an agent's phone calls for its persistent audio; the dialplan passes any extension on. */
const roomExtension = 'room'
/** The realm of Asterisk's accounts, as pjsip.conf says. */
const realm = 'orderline'

/**
 * Calls, orders and screens need one another: a call shows the order's card, an answer asks whose call it is, a change
 * of a call is pushed to a screen. Here the circle is closed, by functions that look the other part up when called.
 */
export function composeCentre(deps: ComposeCentreDeps) {
  const { adapters, config, settings, now, log } = deps
  const figures = createTodayFigures({
    repository: createTodayRepository(adapters),
    readPromise: (since) => clockParts.orderClock.figures({ from: since.getTime(), until: now() + 1 }),
    onAgentChanged: (agentId) => centre.screens.show(agentId),
    ...{ timeZone: settings.TIME_ZONE, now, log },
  })
  const office = createOfficeParts({ ...adapters, config, settings, now, log })
  const orderParts: OrderParts = createOrderParts({
    ...adapters,
    config,
    settings,
    agentMayEdit: (agentId, contact) => centre.agentMayEdit(agentId, contact),
    callOf: (agentId) => {
      const agent = centre.agents.get(agentId)
      return agent ? agentCallId(agent) : null
    },
    atHand: (agentId) => centre.atHand(agentId),
    onProgress: (agentId, share) => centre.progress.note(agentId, share),
    now,
    log,
  })
  const campaignParts = createCampaignParts({
    ...{ ...adapters, config, settings, office, orderParts, now, log },
    notify: (room, notice) => sockets.notify(room, notice),
    agentOf: (agentId) => centre.agents.get(agentId),
    tellCustomer: (customer) => centre.tellCustomer(customer),
  })
  const centre: CallCentre = createCallCentre({
    ...adapters,
    config,
    identifyCustomer: createIdentifyCustomer({ db: adapters.db, customers: orderParts.customers }),
    loadCard: orderParts.loadCard,
    dayFigures: (agentId) => figures.agent(agentId),
    emitDesktop: (agentId, desktop) => sockets.emitDesktop(agentId, desktop),
    applyDisposition: campaignParts.applyDisposition,
    mayStillDial: campaignParts.mayStillDial,
    phone: { realm, roomExtension, iceServers: settings.ICE_SERVERS },
    notify: (room, notice) => sockets.notify(room, notice),
    onTakeOver: () => void sockets.countScreensAgain(),
    now,
    log,
  })
  const { sockets, phones } = openSockets(deps, { office, orderParts, centre, campaignParts })
  const board = createBoardService({ ...centre, config, figures, now })
  const clockParts = createClockParts({
    ...{ db: adapters.db, config, settings, now, log },
    notify: (room, notice) => sockets.notify(room, notice),
  })
  const realtime = createRealtime({ sockets, centre, board, missedCalls: clockParts.missedCalls, campaignParts, log })
  deps.shutdown.register('screens', async () => {
    realtime.close()
    await sockets.close()
  })
  // Before the screens: they close the server, which waits for every connection, and a phone's stays for days.
  deps.shutdown.register('phones', () => phones.close())
  followLogins(deps, { office, centre, sockets })
  return { office, orderParts, campaignParts, clockParts, centre, board, figures, sockets }
}

type SocketParts = { office: OfficeParts; orderParts: OrderParts; centre: CallCentre; campaignParts: CampaignParts }

/** Browsers come to one port: sockets and phones ask for the same session as requests do. */
function openSockets(
  { server, adapters, settings, log }: ComposeCentreDeps,
  { office, orderParts, centre, campaignParts }: SocketParts,
) {
  const findSession = async (request: IncomingMessage) => {
    const token = readSessionToken(request)
    return token === undefined ? undefined : office.sessionStore.find(token)
  }
  const isAgent = async (request: IncomingMessage) => {
    const { origin, host } = request.headers
    return isSameOrigin(origin, host) && (await findSession(request))?.role === 'agent'
  }
  const phones = createSipProxy({
    server,
    path: phonesPath,
    targetUrl: settings.SIP_WS_URL,
    authorizeUpgrade: isAgent,
    log,
  })
  const { connections } = centre
  const { seenBy: seenCampaigns } = campaignParts.campaigns
  const seen = { seenCampaigns, seenClients: orderParts.sight }
  const sockets = createSocketServer({ server, redis: adapters.redis, findSession, connections, ...seen, log })
  return { sockets, phones }
}

/** What a login and a log-out bring about beyond the session: the agent's phone and place, and the page's socket. */
function followLogins(
  { config, log }: ComposeCentreDeps,
  { office, centre, sockets }: { office: OfficeParts; centre: CallCentre; sockets: SocketServer },
): void {
  office.sessions.onLogin(centre.logins.loggedIn)
  office.sessions.onLogout(async (session) => {
    await centre.logins.loggedOut(session)
    sockets.endSession(session.sessionId)
  })
  config.onReload(() => {
    Promise.all([centre.logins.profilesChanged(), sockets.sightChanged()]).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'changed profiles did not reach the agents')
    })
  })
}
