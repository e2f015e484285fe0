import { redisNames } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createAgentPhones } from '../agents/agent-phones.ts'
import { createArrivals, type Arrival } from './arrivals.ts'
import { createCallRouter } from './call-router.ts'
import { createCallsTicker } from './calls-ticker.ts'
import { createChannelOwners } from './channel-owners.ts'
import { createDialedCalls } from './dialed-calls.ts'
import { createGiveUpDial } from './give-up-dial.ts'
import type { LiveParts, LivePartsDeps } from './live-parts.ts'
import { createReconcile } from './reconcile.ts'
import { createStrayRelease } from './release-strays.ts'
import { followTelephony } from './telephony-events.ts'

/** What stands between the exchange and the live state. It acts where the exchange's events come in. */
export function createExchangeParts({ redis, telephony, config }: LivePartsDeps, live: LiveParts) {
  const { agents, calls, now, log } = live
  const owners = createChannelOwners(live.callsStore, live.agentsStore)
  const router = createCallRouter(live)
  const phones = createAgentPhones({ telephony, agents, tellCall: calls.handle, serial: live.serial, log })
  const gap = createGap()
  const ticker = createCallsTicker({ ...live, router, release: createStrayRelease(live), isInGap: gap.isOpen })
  const arrive: (arrival: Arrival) => Promise<void> = createArrivals({
    ...live,
    config,
    telephony,
    router,
    owners,
    wasAbandoned: async (number) => (await redis.exists(`${redisNames.abandonedNumber}${number}`)) > 0,
    createId,
  })
  const reconcile = gap.closedBy(createReconcile({ ...live, telephony, phones, arrive }))
  const startDialedCall = createDialedCalls({ config, calls, agents, cards: live.cards, createId, now })
  const stops = [
    followTelephony({ telephony, calls, phones, owners, arrive, reconcile, log }),
    telephony.onEvent(({ type }) => {
      if (type === 'disconnected') gap.open()
    }),
  ]

  return {
    router,
    ticker,
    reconcile,
    startDialedCall,
    giveUpDial: createGiveUpDial({ calls, isInGap: gap.isOpen }),
    close(): void {
      stops.forEach((stop) => stop())
      ticker.stop()
      owners.close()
    },
  }
}

/** From when the exchange is not heard until it has been compared with: what it holds is not known. */
function createGap() {
  let isOpen = true
  return {
    isOpen: () => isOpen,
    open: (): void => void (isOpen = true),
    closedBy: (reconcile: () => Promise<void>) => async (): Promise<void> => {
      await reconcile()
      isOpen = false
    },
  }
}
