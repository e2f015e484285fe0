import type { TelephonyEvent } from '../events.ts'
import type { Logger } from '@orderline/runtime/logger'
import { ariEventSchema, type AriEvent } from './ari-schemas.ts'
import { authorizationHeader, socketUrl, type AriOptions } from './ari-options.ts'
import type { Requester } from './requester.ts'
import { applicationsOf, subscribeToEvents } from './subscribe-to-events.ts'
import { openSteadySocket, type SteadySocket } from './steady-socket.ts'

export type EventStreamOptions = AriOptions & {
  requester: Requester
  onEvent: (event: AriEvent) => void
  onConnection: (event: Extract<TelephonyEvent, { type: 'connected' | 'disconnected' }>) => void
}

/** Hears the events of our application, of the one for presence and of the trunk's, over one connection. */
export function createEventStream(options: EventStreamOptions) {
  const { app, log, requester, onEvent, onConnection } = options
  let socket: SteadySocket | undefined
  let isReady = false

  async function prepare(opened: SteadySocket | undefined): Promise<void> {
    await subscribeToEvents(requester, options)
    if (opened !== socket || !opened?.isOpen()) return
    isReady = true
    onConnection({ type: 'connected' })
  }

  function onOpen(): void {
    const opened = socket
    prepare(opened).catch((error: unknown) => {
      log.error({ err: error }, 'events could not be subscribed to')
      opened?.reconnect()
    })
  }

  function disconnect(reason: 'lost' | 'replaced' | 'stopped'): void {
    if (isReady) onConnection({ type: 'disconnected', reason })
    isReady = false
  }

  function receive(text: string): void {
    const event = parseEvent(text, log)
    if (!event) return
    if (event.type !== 'ApplicationReplaced') return onEvent(event)
    // Asterisk tells us nothing more from now on, although the connection stays open.
    log.warn({ application: event.application }, 'another process hears the events now')
    disconnect('replaced')
    close()
  }

  function close(): void {
    socket?.close()
    socket = undefined
  }

  return {
    isReady: () => isReady,
    start(): void {
      socket ??= openSteadySocket({
        url: socketUrl(options, Object.values(applicationsOf(app))),
        headers: authorizationHeader(options),
        log,
        purpose: 'events',
        onOpen,
        onMessage: receive,
        onLost: () => disconnect('lost'),
      })
    },
    stop(): void {
      disconnect('stopped')
      close()
    },
  }
}

/** Broken JSON, and events that are not what ARI describes, are left out: one event must not end the others. */
function parseEvent(text: string, log: Logger): AriEvent | undefined {
  try {
    return ariEventSchema.parse(JSON.parse(text))
  } catch (error) {
    log.warn({ err: error }, 'event of Asterisk could not be read')
    return undefined
  }
}
