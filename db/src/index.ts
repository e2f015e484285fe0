export { createDatabase, type Database, type DatabaseOptions } from './database.ts'
export {
  isDatabaseAway,
  isDuplicateKey,
  isLostRace,
  isReferenceMissing,
  isSchemaMissing,
  isStillReferenced,
} from './database-errors.ts'
export { defaultCampaign, defaultCampaignName } from './default-campaign.ts'
export { migrateToLatest } from './migrate-to-latest.ts'
export { toDate, toDateOrNull, toJson, toMs, toMsOrNull } from './moments.ts'
export { promiseSourceOfOrder } from './promise-source.ts'
export { campaignColumns, readCampaign } from './read-campaign.ts'
export type * from './rows.ts'
export { insertRows, selectTogether, statementOf, writeTogether, type Statement } from './run-together.ts'
export { transaction } from './transaction.ts'
export { waitForDatabase } from './wait-for-database.ts'
/** The type of a transaction and of a query, so that only this package names the library. */
export type { Knex } from 'knex'
