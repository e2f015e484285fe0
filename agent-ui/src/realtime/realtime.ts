import type { ClientEvents, ServerEvents } from '@orderline/domain/contract'
import { io, type Socket } from 'socket.io-client'

type AppSocket = Socket<ServerEvents, ClientEvents>

export type RealtimeDeps = {
  events: ServerEvents
  /** After every connection, also the first: ask for what was missed. */
  onConnected: () => void
  onLost: () => void
}

let socket: AppSocket | undefined

/**
 * Opens the page's one socket. It reconnects by itself for ever (0.25–3 s apart), so a restart of the backend is a
 * short pause and not the end of a screen.
 */
export function openRealtime({ events, onConnected, onLost }: RealtimeDeps): void {
  if (socket) return
  socket = io({ transports: ['websocket'], reconnectionDelay: 250, reconnectionDelayMax: 3000, timeout: 5000 })
  socket.on('connect', onConnected)
  socket.on('disconnect', (reason) => {
    onLost()
    // After a disconnect by the server the library does not try again by itself.
    if (reason === 'io server disconnect') setTimeout(() => socket?.connect(), 1000)
  })
  socket.on('connect_error', onLost)
  for (const name of Object.keys(events) as (keyof ServerEvents)[]) socket.on(name, events[name])
}

/** Sends to the server; dropped when there is no connection: whoever sends, sends again in `onConnected`. */
export function emitRealtime<Name extends keyof ClientEvents>(
  name: Name,
  ...args: Parameters<ClientEvents[Name]>
): void {
  if (socket?.connected) (socket.emit as (event: Name, ...rest: unknown[]) => void)(name, ...args)
}

export function closeRealtime(): void {
  socket?.close()
  socket = undefined
}
