import type { Server, Socket } from 'socket.io'
import type { ClientEvents, ServerEvents } from '@orderline/domain/contract'
import type { Session } from '../http/http-types.ts'

export type SocketState = { session: Session }
export type AppServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketState>
export type AppSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketState>

export const boardRoom = 'board'
export const agentRoom = (agentId: string): string => `agent:${agentId}`

/** The agent whose room this is; undefined for any other room. */
export function agentOfRoom(room: string): string | undefined {
  return room.startsWith('agent:') ? room.slice('agent:'.length) : undefined
}
