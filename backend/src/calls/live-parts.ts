import type { CallEvent } from '@orderline/domain/call'
import { redisNames, type AgentDesktop, type DayFigures } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { coalesce } from '@orderline/runtime/coalesce'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import { createAgentsService } from '../agents/agents-service.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { createDesktops } from '../realtime/desktops.ts'
import { createScreens } from '../realtime/screens.ts'
import type { Telephony } from '../telephony/port.ts'
import { createCallCards, type CallCards } from './call-cards.ts'
import { createCallsService, type CallsService } from './calls-service.ts'
import { createAgentsStore, createCallsStore } from './calls-store.ts'
import { createJournal } from './journal.ts'
import { createKnownSounds } from './known-sounds.ts'
import { createPerformer } from './perform-effect.ts'
import { cardRequest } from './card-request.ts'
import type { IdentifyCustomer, LoadCard, MayStillDial } from './ports.ts'
import { createSerialQueue } from './serial-queue.ts'

/** What calls need of the configuration. */
export type CentreConfig = Pick<ConfigCache, 'findDid' | 'client' | 'queue' | 'queues' | 'skill' | 'agentProfile'>

export type LivePartsDeps = {
  /** The patient kind: the call path waits for Redis. */
  redis: Redis
  telephony: Telephony
  config: CentreConfig
  identifyCustomer: IdentifyCustomer
  loadCard: LoadCard
  dayFigures: (agentId: string) => DayFigures
  emitDesktop: (agentId: string, desktop: AgentDesktop) => void
  now: Clock
  log: Logger
  /** Which Asterisk; each has a lease of its own. */
  exchangeName?: string
  /** Asked before a previewed customer is dialled. */
  mayStillDial?: MayStillDial
  /** Called when this process has got the lease. */
  onTakeOver?: () => void
}
export type LiveParts = ReturnType<typeof createLiveParts>

/** The live state and who may change it: the same in every process. */
export function createLiveParts(deps: LivePartsDeps) {
  const { redis, log, now, config, telephony } = deps
  const journal = createJournal({ redis, log })
  const serial = createSerialQueue()
  const callsStore = createCallsStore({ redis, log })
  const agentsStore = createAgentsStore({ redis, log })
  const agents = createAgentsService({ store: agentsStore, journal, wakeDialer: createWake(deps), now, log })

  /** An effect tells its call what became of it without waiting: the call waits for the effect. */
  const tell = (callId: string, event: CallEvent): void => {
    calls.handle(callId, event).catch((error: unknown) => {
      log.error({ callId, event: event.type, err: toError(error) }, 'event of a call was lost')
    })
  }
  const clientName = (clientId: string) => config.client(clientId)?.name ?? ''
  const screens = createScreens({ log, emit: deps.emitDesktop, desktop: (agentId) => desktops.current(agentId) })
  const perform = createPerformer({
    ...{ telephony, agents, journal, screens, clientName, tell, log },
    clientCode: (clientId) => config.client(clientId)?.code ?? '',
    hasSound: createKnownSounds({ telephony, now }),
    prepareCard: (call) => cards.prepare(cardRequest(call)),
    mayStillDial: deps.mayStillDial ?? (() => Promise.resolve({ allowed: true })),
  })
  const findWrappingUp = (callId: string) =>
    agents.find((agent) => agent.state === 'wrap-up' && agent.callId === callId)
  const calls: CallsService = createCallsService({ store: callsStore, serial, perform, findWrappingUp, now, log })
  const cards: CallCards = createCallCards({
    ...deps,
    deliveryRules: (clientId) => config.client(clientId)?.deliveryRules ?? '',
    tell,
    onLate: (callId) => showAgents(callId),
  })
  const desktops = createDesktops({ ...deps, agents, calls, cards })

  function showAgents(callId: string): void {
    agents.all().forEach((agent) => {
      if ('callId' in agent && agent.callId === callId) screens.show(agent.id)
    })
  }

  return { journal, serial, callsStore, agentsStore, agents, calls, cards, desktops, screens, log, now }
}

/**
 * The dialer looks at its tick too, so a message that is lost costs half a second. It looks at all agents each time, so
 * of many who become free one after the other it is told a few times.
 */
function createWake({ redis, log }: LivePartsDeps): () => void {
  return coalesce(() => {
    redis.publish(redisNames.dialerWake, '').catch((error: unknown) => {
      log.debug({ err: toError(error) }, 'dialer was not woken')
    })
  }, 50)
}
