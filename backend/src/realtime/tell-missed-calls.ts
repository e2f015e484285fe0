import { leadsRoom, shopRoom, type AppSocket } from './sockets.ts'

/** How many of these this socket's person may look after: told when it is another number than the last time. */
export function tellMissedCalls(socket: AppSocket, open: ReadonlyMap<string, number>): void {
  const { rooms, data } = socket
  if (data.session.role !== 'agent' && !rooms.has(leadsRoom)) return
  const isSeen = (clientId: string) => rooms.has(leadsRoom) || rooms.has(shopRoom(clientId))
  let seen = 0
  for (const [clientId, count] of open) if (isSeen(clientId)) seen += count
  if (data.missedCalls === seen) return
  data.missedCalls = seen
  socket.emit('missedCalls', seen)
}
