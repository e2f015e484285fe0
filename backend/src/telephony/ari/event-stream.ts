import type { TelephonyEvent } from '../events.ts'
import type { Logger } from '@orderline/runtime/logger'
import { ariEventSchema, type AriEvent } from './ari-schemas.ts'
import { authorizationHeader, socketUrl, type AriOptions } from './ari-options.ts'
import type { Requester } from './requester.ts'
import { createHearing, type HearingOptions } from './hearing.ts'
import { applicationsOf, subscribeToEvents } from './subscribe-to-events.ts'
import { createSuccession, openSteadySocket, type SteadySocket } from './steady-socket.ts'

export type EventStreamOptions = AriOptions & {
  requester: Requester
  hearing?: Pick<HearingOptions, 'deafAfterMs' | 'everyMs'>
  /** Events are heard (again), and nobody has been told so yet. What rejects has the connection opened anew. */
  onHearing?: () => Promise<void>
  onEvent: (event: AriEvent) => void
  onConnection: (event: Extract<TelephonyEvent, { type: 'connected' | 'disconnected' }>) => void
}

/** Hears the events of our application, of the one for presence and of the trunk's, over one connection. */
export function createEventStream(options: EventStreamOptions) {
  const { app, log, requester, onEvent, onConnection } = options
  const applications = Object.values(applicationsOf(app))
  const hearing = createHearing({ applications, requester, ...options.hearing })
  let isReady = false
  let stopWatching = (): void => undefined
  const connections = createSuccession(() =>
    openSteadySocket({
      url: socketUrl(options, applications),
      headers: authorizationHeader(options),
      log,
      purpose: 'events',
      onOpen,
      onMessage: receive,
      onLost: () => disconnect('lost'),
    }),
  )

  async function prepare(opened: SteadySocket | undefined): Promise<void> {
    await subscribeToEvents(requester, options)
    const deaf = await hearing.findDeaf()
    if (opened !== connections.current() || !opened?.isOpen()) return
    if (deaf.length > 0) return reopen(opened, deaf, log)
    await options.onHearing?.()
    if (opened !== connections.current() || !opened.isOpen()) return
    isReady = true
    stopWatching = hearing.watch((found) => reopen(opened, found, log))
    onConnection({ type: 'connected' })
  }

  function onOpen(): void {
    const opened = connections.current()
    prepare(opened).catch((error: unknown) => {
      log.error({ err: error }, 'events could not be subscribed to')
      opened?.reconnect()
    })
  }

  function disconnect(reason: 'lost' | 'replaced' | 'stopped'): void {
    stopWatching()
    if (isReady) onConnection({ type: 'disconnected', reason })
    isReady = false
  }

  function receive(text: string): void {
    const event = parseEvent(text, log)
    if (event && 'application' in event) hearing.note(event.application)
    if (!event || event.type === 'ChannelUserevent') return
    if (event.type !== 'ApplicationReplaced') return onEvent(event)
    // Asterisk tells us nothing more from now on, although the connection stays open.
    log.warn({ application: event.application }, 'another process hears the events now')
    disconnect('replaced')
    void connections.stop()
  }

  return {
    isReady: () => isReady,
    /** Between `start` and `stop`, or until another process has taken over. */
    isStarted: () => connections.current() !== undefined,
    start: () => connections.start(),
    /** Idempotent. Resolves when Asterisk has let go of the connection. */
    stop(): Promise<void> {
      disconnect('stopped')
      return connections.stop()
    },
  }
}

function reopen(opened: SteadySocket, deaf: string[], log: Logger): void {
  log.error({ applications: deaf }, 'Asterisk tells nothing over an open connection: it is opened again')
  opened.reconnect()
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
