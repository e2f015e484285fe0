import type { AgentEvent } from '@orderline/domain/agent'
import type { Call, CallEffect, CallEffectType, CallEvent, Release } from '@orderline/domain/call'
import { isAppError, toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { AgentsService } from '../agents/agents-service.ts'
import type { Telephony } from '../telephony/port.ts'
import type { Journal } from './journal.ts'
import type { HasSound } from './known-sounds.ts'
import { performAudio } from './perform-audio.ts'
import { performDial, performRing } from './perform-dial.ts'
import type { MayStillDial, ScreenPublisher } from './ports.ts'

export type PerformDeps = {
  telephony: Telephony
  agents: Pick<AgentsService, 'apply' | 'get'>
  journal: Journal
  screens: ScreenPublisher
  /** Name of the shop, shown on the ringing phone; its code names what is said of it. */
  clientName: (clientId: string) => string
  clientCode: (clientId: string) => string
  hasSound: HasSound
  prepareCard: (call: Call) => void
  mayStillDial: MayStillDial
  /** Tells a call what became of an effect; not waited for, since the call waits for the effect. */
  tell: (callId: string, event: CallEvent) => void
  log: Logger
}
export type Effect<T extends CallEffectType> = Extract<CallEffect, { type: T }>

/** Carries out what the machine decided. Never rejects. */
export function createPerformer(deps: PerformDeps) {
  return async function perform(call: Call, effect: CallEffect): Promise<void> {
    try {
      await carryOut(deps, call, effect)
    } catch (error) {
      logFailure(deps.log, { callId: call.id, effect: effect.type }, error)
    }
  }
}

async function carryOut(deps: PerformDeps, call: Call, effect: CallEffect): Promise<unknown> {
  switch (effect.type) {
    case 'journal':
      return journal(deps, effect)
    case 'engageAgent':
      return deps.agents.apply(effect.agentId, { type: 'answered', callId: call.id })
    case 'releaseAgent':
      return deps.agents.apply(effect.agentId, releaseEvent(call, effect.as))
    case 'dialCustomer':
      return performDial(deps, call, effect)
    case 'prepareCard':
      return deps.prepareCard(call)
    case 'showCard':
      return void deps.screens.showNow(effect.agentId)
    case 'ringAgent':
      return performRing(deps, call, effect)
    default:
      return performAudio(deps, call, effect)
  }
}

/** Only the end of a call is waited for: afterwards the call is forgotten. */
function journal({ journal }: PerformDeps, { entry }: Effect<'journal'>): Promise<void> | undefined {
  const written = journal.write(entry)
  return entry.type === 'callEnded' ? written : undefined
}

function releaseEvent(call: Call, as: Release): AgentEvent {
  const callId = call.id
  if (as === 'talked') return { type: 'callEnded', callId, wrapUpSeconds: call.wrapUpSeconds }
  const events = { unused: 'released', declined: 'offerDeclined', missed: 'offerMissed' } as const
  return { type: events[as], callId }
}

/** A channel that went in the meantime is normal, and is told by an event of its own. */
function logFailure(log: Logger, what: { callId: string; effect: CallEffectType }, error: unknown): void {
  const isRace = isAppError(error, 'telephony/not-found') || isAppError(error, 'telephony/conflict')
  if (isRace) log.debug({ ...what, code: error.code }, 'effect came too late')
  else log.error({ ...what, err: toError(error) }, 'effect failed')
}
