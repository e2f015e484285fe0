import type { QueueInput, QueueView } from '@orderline/domain/contract'
import { createAdministeredService, type AdministeredDeps } from '../administration/administered-service.ts'
import { unknownSkills } from '../skills/unknown-skills.ts'
import { createQueuesRepository } from './queues-repository.ts'

export type QueuesService = ReturnType<typeof createQueuesService>

export function createQueuesService(deps: AdministeredDeps) {
  const repository = createQueuesRepository(deps)
  return createAdministeredService<QueueInput, QueueView>(
    {
      subject: 'queue',
      notFound: 'queue/not-found',
      table: 'queues',
      repository,
      fieldOfKey: { queues_code_unique: '/code' },
      check: ({ requiredSkills }, { trx }) =>
        unknownSkills(
          trx,
          '/requiredSkills',
          requiredSkills.map((required) => required.skillId),
        ),
    },
    deps,
  )
}
