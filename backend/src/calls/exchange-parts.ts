import { redisNames } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createAgentPhones } from '../agents/agent-phones.ts'
import { createArrivals, type Arrival } from './arrivals.ts'
import { createCallRouter } from './call-router.ts'
import { createCallsTicker } from './calls-ticker.ts'
import { createChannelOwners } from './channel-owners.ts'
import { createDialedCalls } from './dialed-calls.ts'
import { createExchangeGap } from './exchange-gap.ts'
import { createGiveUpDial } from './give-up-dial.ts'
import type { LiveParts, LivePartsDeps } from './live-parts.ts'
import { createReconcile } from './reconcile.ts'
import { createStrayRelease } from './release-strays.ts'
import { followTelephony } from './telephony-events.ts'

/** What stands between the exchange and the live state. It acts where the exchange's events come in. */
export function createExchangeParts(deps: LivePartsDeps & { exchangeName: string }, live: LiveParts) {
  const { redis, telephony, config, exchangeName } = deps
  const { agents, calls, now, log } = live
  const owners = createChannelOwners(live.callsStore, live.agentsStore)
  const router = createCallRouter(live)
  const phones = createAgentPhones({ telephony, agents, tellCall: calls.handle, serial: live.serial, log })
  const arrive: (arrival: Arrival) => Promise<void> = createArrivals({
    ...live,
    config,
    telephony,
    router,
    owners,
    wasAbandoned: async (number) => (await redis.exists(`${redisNames.abandonedNumber}${number}`)) > 0,
    createId,
  })
  const gap = createExchangeGap({ reconcile: createReconcile({ ...live, telephony, phones, arrive }), log })
  const ticker = createCallsTicker({ ...live, router, release: createStrayRelease(live), isInGap: gap.isOpen })
  const dialsGivenUp = createGiveUpDial({ redis, calls, isInGap: gap.isOpen, exchangeName, log })
  const startDialedCall = createDialedCalls({ config, calls, agents, cards: live.cards, createId, now })
  const stops = [
    followTelephony({ telephony, calls, phones, owners, arrive, reconcile: gap.compare, log }),
    telephony.onEvent(({ type }) => {
      if (type === 'disconnected') gap.open()
    }),
  ]

  return {
    router,
    ticker,
    reconcile: gap.compare,
    startDialedCall,
    giveUpDial: dialsGivenUp.giveUp,
    async close(): Promise<void> {
      stops.forEach((stop) => stop())
      gap.close()
      ticker.stop()
      owners.close()
      await dialsGivenUp.close()
    },
  }
}
