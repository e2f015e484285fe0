import type { DidInput, DidView } from '@orderline/domain/contract'
import { createAdministeredService, type AdministeredDeps } from '../administration/administered-service.ts'
import { createDidsRepository } from './dids-repository.ts'

export type DidsService = ReturnType<typeof createDidsService>

/** Numbers that customers dial; each leads to one client and one queue. */
export function createDidsService(deps: AdministeredDeps) {
  const repository = createDidsRepository(deps)
  const fieldOfKey = {
    dids_number_unique: '/number',
    dids_client_id_foreign: '/clientId',
    dids_queue_id_foreign: '/queueId',
  }
  return createAdministeredService<DidInput, DidView>(
    { subject: 'did', table: 'dids', notFound: 'did/not-found', repository, fieldOfKey },
    deps,
  )
}
