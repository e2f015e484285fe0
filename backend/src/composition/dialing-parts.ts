import { inFlightSchema, redisNames } from '@orderline/domain/contract'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { createClaims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import type { Logger } from '@orderline/runtime/logger'
import type { TodayFigures } from '../board/today-figures.ts'
import type { CallCentre } from '../calls/call-centre.ts'
import { isOnTheLine } from '../calls/dialed-calls.ts'
import { readLiveAttemptIds } from '../calls/read-live-attempt-ids.ts'
import { createDialService } from '../campaigns/dial-service.ts'
import { createMarkAbandoned } from '../campaigns/mark-abandoned.ts'
import { createSweepService } from '../campaigns/sweep-service.ts'
import type { Config } from '../config.ts'
import { createTellUnreached } from '../hand-calls/tell-unreached.ts'
import { createDialJob } from '../jobs/dial.ts'
import { createSweepDialsJob } from '../jobs/sweep-dials.ts'
import { createWriteJournalJob } from '../jobs/write-journal.ts'
import { createJournalStream } from '../records/journal-stream.ts'
import { createJournalWriter } from '../records/journal-writer.ts'
import type { SocketServer } from '../realtime/socket-server.ts'
import type { Adapters } from './adapters.ts'
import type { CampaignParts } from './campaign-parts.ts'
import type { OrderParts } from './order-parts.ts'

export type DialingPartsDeps = Adapters & {
  settings: Config
  orderParts: OrderParts
  campaignParts: Pick<CampaignParts, 'doNotCall'>
  centre: CallCentre
  figures: TodayFigures
  sockets: Pick<SocketServer, 'notify'>
  now: Clock
  log: Logger
}

/** Dial orders are carried out here, and the journal becomes rows: what a call leaves behind. */
export function createDialingParts(deps: DialingPartsDeps) {
  const { db, redis, settings, orderParts, campaignParts, centre, figures, sockets, now, log } = deps
  const { wakeDialer, outbox } = orderParts
  const inFlight = createClaims({
    redis,
    key: redisNames.inFlight,
    tokenField: 'attemptId',
    parse: (value) => inFlightSchema.parse(value),
  })
  const rules = { ...defaultRetryRules, hours: settings.CALLING_HOURS }
  const tellUnreached = createTellUnreached({ notify: (room, notice) => sockets.notify(room, notice), now })
  const settle = { rules, outbox, markAbandoned: createMarkAbandoned({ redis, log }), tellUnreached }
  const { startDialedCall } = centre
  const dialService = createDialService({
    ...{ db, rules, inFlight, startDialedCall, wakeDialer, now, log },
    isOnTheLine: (number) => isOnTheLine(centre.calls, number),
  })
  const dialJob = createDialJob({ redisUrl: settings.REDIS_URL, log, dialService, giveUpDial: centre.giveUpDial })
  const stream = createJournalStream({ redis, consumer: createId() })
  const sweepService = createSweepService({
    db,
    inFlight,
    settle,
    liveAttemptIds: () => readLiveAttemptIds(redis),
    hasDialJob: dialJob.hasJob,
    isJournalWritten: stream.isWritten,
    wakeDialer,
    now,
    log,
  })
  const writer = createJournalWriter({
    db,
    settle,
    wishes: campaignParts,
    releaseSubject: inFlight.release,
    wakeDialer,
    onWritten: figures.recordsWritten,
  })
  return {
    dialJob,
    journalJob: createWriteJournalJob({ stream, writer, log }),
    journalStream: stream,
    sweepJob: createSweepDialsJob({ sweepService, log }),
  }
}
