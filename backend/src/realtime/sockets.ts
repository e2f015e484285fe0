import type { Server, Socket } from 'socket.io'
import type { ClientEvents, ServerEvents } from '@orderline/domain/contract'
import type { Session } from '../http/http-types.ts'

/** `missedCalls`: the number that this socket was told last. */
export type SocketState = { session: Session; missedCalls?: number }
export type AppServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketState>
export type AppSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketState>

export const boardRoom = 'board'
/** Supervisors and administrators, whatever page they look at. */
export const leadsRoom = 'leads'
/** All agents. */
export const agentsRoom = 'agents'
/** Those who watch a campaign. */
export const campaignRoom = (campaignId: string): string => `${campaignRooms}${campaignId}`
export const campaignRooms = 'campaign:'
/** Agents who serve a shop. */
export const shopRoom = (clientId: string): ShopRoom => `${shopRooms}${clientId}`
export const shopRooms = 'shop:'
export type ShopRoom = `${typeof shopRooms}${string}`
export const agentRoom = (agentId: string): string => `agent:${agentId}`
