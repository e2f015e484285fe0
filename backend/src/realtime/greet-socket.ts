import { z } from 'zod'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { AgentConnections } from './agent-connections.ts'
import { agentRoom, agentsRoom, boardRoom, leadsRoom, type AppServer, type AppSocket } from './sockets.ts'
import type { ClientSight } from '../sight/client-sight.ts'
import { enterShops } from './enter-shops.ts'
import { watchCampaigns, type SeenCampaigns } from './watch-campaigns.ts'

type Deps = {
  io: AppServer
  connections: AgentConnections
  seenCampaigns: SeenCampaigns
  seenClients: ClientSight
  /** What must be done before the connection to Redis may close. */
  pending: Set<Promise<unknown>>
  log: Logger
}

/** Only what is used of the softphone's health; the rest of the message is for later. */
const phoneSchema = z.object({ registered: z.boolean() })
const leadingRoles = ['supervisor', 'admin']

/** Far above what a page sends: health each five seconds and now and then a wish. */
const mostEventsPerSecond = 20

/** What a new socket hears and may say. */
export function greetSocket(
  { io, connections, seenCampaigns, seenClients, pending, log }: Deps,
  socket: AppSocket,
): void {
  const { session } = socket.data
  const { userId, sessionId, role } = session
  const failed = (error: unknown) => log.error({ userId, err: toError(error) }, 'socket event failed')
  limitRate(socket)
  void socket.join([`user:${userId}`, `session:${sessionId}`])
  if (leadingRoles.includes(role)) {
    void socket.join(leadsRoom)
    socket.on('board:watch', () => void socket.join(boardRoom))
    socket.on('board:unwatch', () => void socket.leave(boardRoom))
  }
  watchCampaigns(socket, seenCampaigns, failed)
  if (role !== 'agent') return
  void socket.join([agentRoom(userId), agentsRoom])
  enterShops(socket, seenClients).catch(failed)
  connections.connected(userId).catch(failed)
  socket.on('phone', (health: unknown) => {
    const phone = phoneSchema.safeParse(health)
    if (phone.success) connections.phone(session, phone.data.registered).catch(failed)
  })
  socket.on('disconnect', () => {
    const countScreens = async () => (await io.in(agentRoom(userId)).fetchSockets()).length
    const noticed = connections.disconnected(userId, countScreens).catch(failed)
    pending.add(noticed)
    void noticed.then(() => pending.delete(noticed))
  })
}

function limitRate(socket: AppSocket): void {
  let second = 0
  let events = 0
  socket.use((_event, next) => {
    const now = Math.floor(performance.now() / 1000)
    if (now !== second) events = 0
    second = now
    events += 1
    if (events > mostEventsPerSecond) socket.disconnect(true)
    else next()
  })
}
