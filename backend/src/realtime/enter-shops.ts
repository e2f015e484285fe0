import type { ClientSight } from '../sight/client-sight.ts'
import { shopRoom, shopRooms, type AppSocket } from './sockets.ts'

/** Lets an agent's socket hear of the shops that the agent serves, and of no other; those who lead have a room of their own. */
export async function enterShops(socket: AppSocket, seenClients: ClientSight): Promise<void> {
  const { session } = socket.data
  if (session.role !== 'agent') return
  const rooms = new Set<string>(((await seenClients(session)) ?? []).map(shopRoom))
  for (const room of socket.rooms) if (room.startsWith(shopRooms) && !rooms.has(room)) void socket.leave(room)
  void socket.join([...rooms])
}
