import type { Database } from '@orderline/db'
import { buildConfigIndex, createConfigGetters } from '../config-cache/config-index.ts'
import { createConfigRepository } from '../config-cache/config-repository.ts'
import { createClientSight, type ClientSight } from './client-sight.ts'

/** Of the configuration as it stands in the database at each question. */
export function createFreshSight(db: Database): ClientSight {
  return async (session) => {
    const index = buildConfigIndex(await createConfigRepository({ db }).read())
    return createClientSight({ config: createConfigGetters(() => index) })(session)
  }
}
