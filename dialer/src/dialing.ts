import type { Database } from '@orderline/db'
import { inFlightSchema, redisNames, type InFlight } from '@orderline/domain/contract'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { createClaims } from '@orderline/runtime/claims'
import { systemClock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import { createCampaignLoop } from './campaign-loop.ts'
import type { Config } from './config.ts'
import { createDialCampaigns } from './dial-campaigns.ts'
import { readNews, type DialNews } from './dial-news.ts'
import type { DialOrders } from './dial-orders.ts'
import { createDirectoryRepository } from './directory-repository.ts'
import { createEstimatesStore } from './estimates-store.ts'
import { createHopper } from './hopper.ts'
import { createKeptDirectory } from './kept-directory.ts'
import { createLedgerRepository } from './ledger-repository.ts'
import { createLedgers } from './ledgers.ts'
import { createLineBook } from './line-book.ts'
import { createLivePublisher } from './live-publisher.ts'
import { createLiveView } from './live-view.ts'
import { createLook } from './look.ts'
import { createMemory, type MemoryParts } from './memory.ts'
import { createPacingDesks } from './pacing-desks.ts'
import { createPlaceLine } from './place-line.ts'
import { createReportCampaigns } from './report-campaigns.ts'
import { createSubjectsRepository } from './subjects-repository.ts'
import { createTrunk, type Trunk } from './trunk.ts'

export type DialingDeps = {
  config: Config
  log: Logger
  redis: Redis
  db: Database
  dialOrders: DialOrders
  isLeader: () => boolean
  onAgentFree: () => void
}

/** The wiring of the rounds, on one screen. */
export function createDialing(deps: DialingDeps) {
  const { config, redis, db, dialOrders, isLeader } = deps
  const { view, takeNews } = createNews(deps)
  const directory = createKeptDirectory({ read: createDirectoryRepository(db).read, now: systemClock })
  const inFlight = createClaims<InFlight>({
    redis,
    key: redisNames.inFlight,
    tokenField: 'attemptId',
    parse: (value) => inFlightSchema.parse(value),
  })
  const parts = createMemoryParts(deps)
  const memory = createMemory({ ...parts, takeNews })
  const ringSeconds = config.DIAL_RING_SECONDS
  const placeLine = createPlaceLine({
    ...{ inFlight, dialOrders, isLeader, createId, ringSeconds },
    now: systemClock,
    random: Math.random,
  })
  const loop = createCampaignLoop({
    look: createLook({ redis, view, directory: directory.get, inFlight, now: systemClock }),
    memory,
    hopper: createHopper({
      subjects: createSubjectsRepository(db),
      house: { ...defaultRetryRules, hours: config.CALLING_HOURS },
    }),
    dialCampaigns: createDialCampaigns({ ...parts, placeLine, dialOrders }),
    reportCampaigns: createReportCampaigns({ ...parts, publisher: createLivePublisher(redis) }),
    dialOrders,
    desks: parts.desks,
    isLeader,
  })

  return {
    round: loop.round,
    forget: memory.forget,
    forgetDirectory: directory.forget,
    saveEstimates: parts.desks.save,
    checkTrunk: () => checkTrunk(parts.trunk),
    start: view.start,
    close: view.close,
  }
}

/** The mirrors, and what their changes say of our dials. */
function createNews({ redis, log, onAgentFree, isLeader }: DialingDeps) {
  let news: DialNews[] = []
  const view = createLiveView({
    redis,
    log,
    onAgentFree,
    // Who does not lead hears, and has no use for it.
    onCallChanged: (change) => void (isLeader() && news.push(...readNews(change))),
  })
  const takeNews = (): DialNews[] => {
    const taken = news
    news = []
    return taken
  }
  return { view, takeNews }
}

function createMemoryParts({ config, redis, db }: DialingDeps): MemoryParts {
  return {
    desks: createPacingDesks({ store: createEstimatesStore(redis) }),
    ledgers: createLedgers({ repository: createLedgerRepository(db) }),
    book: createLineBook(),
    trunk: createTrunk({
      maxChannels: config.TRUNK_MAX_CHANNELS,
      maxCallsPerSecond: config.TRUNK_MAX_CALLS_PER_SECOND,
    }),
  }
}

/** Throws while the trunk takes no calls. */
function checkTrunk(trunk: Trunk): void {
  const since = trunk.deadSince()
  if (since !== null) throw new Error(`the trunk has taken no call since ${new Date(since).toISOString()}`)
}
