import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { Server } from 'socket.io'
import type { Board, CampaignProgress, Notice, QueueGlance, ServerEvents } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import { closeRedis, type Redis } from '@orderline/runtime/redis'
import type { Session } from '../http/http-types.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import type { AgentConnections } from './agent-connections.ts'
import { greetSocket } from './greet-socket.ts'
import { createNeighbours } from './neighbours.ts'
import {
  agentRoom,
  agentsRoom,
  boardRoom,
  campaignRoom,
  campaignRooms,
  type AppServer,
  type leadsRoom,
  type ShopRoom,
} from './sockets.ts'
import type { SeenCampaigns } from './watch-campaigns.ts'
import { createShopSockets } from './shop-sockets.ts'
import type { ClientSight } from '../sight/client-sight.ts'

export type SocketServerDeps = {
  server: HttpServer
  /** Two connections of their own are made from it, for the adapter. */
  redis: Redis
  findSession: (request: IncomingMessage) => Promise<Session | undefined>
  connections: AgentConnections
  seenCampaigns: SeenCampaigns
  seenClients: ClientSight
  log: Logger
}
export type SocketServer = ReturnType<typeof createSocketServer>

/** Where browsers ask for their socket. */
export const socketsPath = '/socket.io/'

const settings = {
  path: socketsPath,
  serveClient: false,
  // Other upgrades at this server are phones', and their handshake may take longer than a second. See `refuseOtherUpgrades`.
  destroyUpgrade: false,
  maxHttpBufferSize: 10_000,
  pingInterval: 5_000,
  pingTimeout: 5_000,
}

/** The only socket.io. Rooms: `agent:<id>`, `user:<id>`, `session:<id>`, `campaign:<id>`, `shop:<id>`, `board`, `leads`. */
export function createSocketServer(deps: SocketServerDeps) {
  const { server, redis, findSession, connections, seenCampaigns, seenClients, log } = deps
  const publisher = redis.duplicate()
  const subscriber = forgiveSubscriptions(redis.duplicate())
  for (const connection of [publisher, subscriber]) connection.on('error', () => undefined) // Logged by `redis`.
  const neighbours = createNeighbours({ publisher, subscriber })
  const io: AppServer = new Server(server, {
    ...settings,
    adapter: createAdapter(publisher, subscriber),
    allowRequest: ({ headers }, answer) => answer(null, isSameOrigin(headers.origin, headers.host)),
  })
  const pending = new Set<Promise<unknown>>()
  /** The adapter publishes without waiting: after the end of its connection that would be an unhandled rejection. */
  let isClosed = false
  io.use((socket, next) => {
    findSession(socket.request).then(
      (session) => {
        if (session) socket.data.session = session
        next(session ? undefined : new Error('session/missing'))
      },
      () => next(new Error('storage/away')),
    )
  })
  io.on('connection', (socket) => greetSocket({ io, connections, seenCampaigns, seenClients, pending, log }, socket))

  return {
    io,
    emitDesktop(agentId: string, desktop: Parameters<ServerEvents['desktop']>[0]): void {
      if (isClosed) return
      const reach = neighbours.mayBeThere() ? io : io.local
      reach.to(agentRoom(agentId)).emit('desktop', desktop)
    },
    /** To those who watch through this process; every process has its own view. */
    emitBoard: (board: Board): void => void io.local.to(boardRoom).emit('board', board),
    isBoardWatched: (): boolean => (io.sockets.adapter.rooms.get(boardRoom)?.size ?? 0) > 0,
    /** As the board: to those who watch through this process. */
    emitCampaign: (progress: CampaignProgress): void =>
      void io.local.to(campaignRoom(progress.campaignId)).emit('campaign', progress),
    watchedCampaigns: (): string[] => campaignsOf(io.sockets.adapter.rooms.keys()),
    notify(room: typeof leadsRoom | ShopRoom | `user:${string}`, notice: Notice): void {
      if (!isClosed) io.to(room).emit('notice', notice)
    },
    /** To the agents of this process; one who is slow misses it, since the next one tells all again. */
    emitQueues: (queues: QueueGlance[]): void => void io.local.volatile.to(agentsRoom).emit('queues', queues),
    hasAgents: (): boolean => (io.sockets.adapter.rooms.get(agentsRoom)?.size ?? 0) > 0,
    ...createShopSockets(io, seenClients),
    /** After a log-out: the page's socket ends at once. */
    endSession: (sessionId: string): void => io.in(`session:${sessionId}`).disconnectSockets(true),
    /** A process that died took its sockets with it: who is still there is asked again, of all processes. */
    async countScreensAgain(): Promise<void> {
      const count = async (agentId: string) => (await io.in(agentRoom(agentId)).fetchSockets()).length
      await connections.takeOver(count).catch((error: unknown) => {
        log.error({ err: toError(error) }, 'screens could not be counted')
      })
    },
    async close(): Promise<void> {
      if (isClosed) return
      isClosed = true
      neighbours.close()
      await io.close()
      await Promise.all(pending)
      await Promise.all([closeRedis(publisher), closeRedis(subscriber)])
    },
  }
}

/**
 * The adapter subscribes, and takes that back, without waiting for the answer. A connection that is closed before there is one, at a start that
 * is broken off, would leave a rejection that nobody handles.
 */
function forgiveSubscriptions(subscriber: Redis): Redis {
  for (const name of ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'] as const) {
    const send = subscriber[name].bind(subscriber) as (...names: string[]) => Promise<unknown>
    const forgiving = (...names: string[]) => {
      const answer = send(...names)
      answer.catch(() => undefined)
      return answer
    }
    Object.assign(subscriber, { [name]: forgiving })
  }
  return subscriber
}

function campaignsOf(rooms: Iterable<string>): string[] {
  return [...rooms].flatMap((room) => (room.startsWith(campaignRooms) ? [room.slice(campaignRooms.length)] : []))
}
