import { createCleanOldRecords, type CleanOldRecordsDeps } from '../retention/clean-old-records.ts'
import { createEvery } from './every.ts'

/** Deletes each hour what is older than the centre keeps. Every backend may: each row is deleted once. */
export function createCleanOldRecordsJob(deps: CleanOldRecordsDeps) {
  return createEvery({
    name: 'clean-old-records',
    everyMs: 3_600_000,
    run: createCleanOldRecords(deps),
    log: deps.log,
  })
}
