import { createLease } from '@orderline/runtime/lease'
import { toError } from '@orderline/runtime/errors'
import { createDeskParts } from './desk-parts.ts'
import { finishEnded } from './finish-ended.ts'
import { followMatching } from './follow-matching.ts'
import { createLiveParts, type LiveParts, type LivePartsDeps } from './live-parts.ts'
import { createExchangeParts } from './exchange-parts.ts'
import { followLiveState } from '../realtime/follow-live-state.ts'

export type CallCentreDeps = LivePartsDeps & Parameters<typeof createDeskParts>[1]
export type CallCentre = ReturnType<typeof createCallCentre>

/**
 * Calls, agents and their screens, wired. `start` loads the live state and asks for the lease of the exchange; the
 * process that has it listens to Asterisk, matches, keeps time and reconciles. Everything else runs in each process.
 */
export function createCallCentre(deps: CallCentreDeps) {
  const { redis, log, telephony, exchangeName = 'main' } = deps
  const live = createLiveParts(deps)
  const exchange = createExchangeParts({ ...deps, exchangeName }, live)
  const desk = createDeskParts(live, deps)

  const lease = createLease({
    redis,
    log,
    key: `orderline:ari-lease:${exchangeName}`,
    onGained: () => {
      exchange.ticker.start()
      telephony.start()
      Promise.all([finishEnded(live.callsStore, { ...live, telephony }), desk.progress.sweep()]).catch(
        (error: unknown) => {
          log.error({ err: toError(error) }, 'what ended before could not be finished')
        },
      )
      deps.onTakeOver?.()
    },
    onLost: () => {
      exchange.ticker.stop()
      return telephony.stop()
    },
  })
  const matching = { calls: live.callsStore, agents: live.agentsStore, isActive: lease.isHeld, log }
  const stops = [
    followMatching({ ...matching, router: exchange.router }),
    followLiveState({ calls: live.callsStore, agents: live.agentsStore, screens: live.screens }),
    followEnds(live),
  ]

  return {
    ...desk,
    ...live,
    ...exchange,
    isLeader: lease.isHeld,
    async start(): Promise<void> {
      await Promise.all([live.callsStore.start(), live.agentsStore.start()])
      lease.start()
    },
    /** Calls go on in Asterisk; another process takes them over at once. */
    async close(): Promise<void> {
      await lease.close()
      stops.forEach((stop) => stop())
      await exchange.close()
      desk.close()
      live.screens.close()
      await Promise.all([live.callsStore.close(), live.agentsStore.close()])
    },
  }
}

/** What nobody needs any more is forgotten: cards with their calls, ended calls with the wrap-up. */
function followEnds({ agentsStore, callsStore, calls, cards, log }: LiveParts): () => void {
  const stops = [
    callsStore.onChange(({ id, value }) => {
      if (!value) cards.forget(id)
    }),
    agentsStore.onChange(({ value, previous, origin }) => {
      if (origin !== 'here' || previous?.state !== 'wrap-up' || value?.state === 'wrap-up') return
      calls.forget(previous.callId).catch((error: unknown) => {
        log.error({ callId: previous.callId, err: toError(error) }, 'call could not be forgotten')
      })
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
