import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { Config } from '../config.ts'
import { createUploadFiles } from '../imports/upload-files.ts'
import { createCleanOldRecordsJob } from '../jobs/clean-old-records.ts'
import { createCollectVoicemailsJob } from '../jobs/collect-voicemails.ts'
import { createAudioFiles } from '../recordings/audio-files.ts'
import { collectedDir } from '../recordings/collect-voicemails.ts'
import { createRecordingsService } from '../recordings/recordings-service.ts'
import { createRecordsRepository } from '../records/records-repository.ts'
import { createRecordsService } from '../records/records-service.ts'
import type { Adapters } from './adapters.ts'
import type { ClockParts } from './clock-parts.ts'
import type { OfficeParts } from './office-parts.ts'
import type { OrderParts } from './order-parts.ts'
import { uploadsDir } from './uploads-dir.ts'

export type RecordPartsDeps = Pick<Adapters, 'db'> & {
  config: ConfigCache
  settings: Config
  office: OfficeParts
  orderParts: OrderParts
  clockParts: Pick<ClockParts, 'missedCallDue'>
  now: Clock
  log: Logger
}
export type RecordParts = ReturnType<typeof createRecordParts>

/** What stays of calls: their records, recordings, and the messages of those whom nobody served. */
export function createRecordParts(deps: RecordPartsDeps) {
  const { db, config, settings, office, orderParts, clockParts, now, log } = deps
  const { sight } = orderParts
  const { missedCallDue } = clockParts
  const records = createRecordsService({ records: createRecordsRepository(db), sight, missedCallDue, now })
  const files = {
    recording: createAudioFiles(settings.RECORDINGS_DIR),
    voicemail: createAudioFiles(collectedDir(settings.VOICEMAIL_DIR)),
  }
  const uploads = createUploadFiles(uploadsDir(settings))
  const { outbox } = orderParts
  return {
    records,
    recordings: createRecordingsService({ records, files, audit: office.audit, now }),
    cleanJob: createCleanOldRecordsJob({ db, files, uploads, keep: keepingOf(settings), now, log }),
    voicemailsJob: createCollectVoicemailsJob({ directory: settings.VOICEMAIL_DIR, db, config, outbox, now, log }),
  }
}

function keepingOf(settings: Config) {
  return {
    callEventsMonths: settings.KEEP_CALL_EVENTS_MONTHS,
    webhooksDays: settings.KEEP_WEBHOOKS_DAYS,
    soundsMonths: settings.KEEP_RECORDINGS_MONTHS,
    uploadsDays: settings.KEEP_UPLOADS_DAYS,
  }
}
