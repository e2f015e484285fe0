import type { QueueInput, QueueView } from '@orderline/domain/contract'
import { type Database, type QueueRow, toJson } from '@orderline/db'
import type { AdministeredRepository } from '../administration/administered-service.ts'
import { findPage, searchIn } from '../administration/paging.ts'
import { toQueueView } from '../config-cache/config-views.ts'

export function createQueuesRepository({ db }: { db: Database }) {
  const repository: AdministeredRepository<QueueInput, QueueView> = {
    findPage(query) {
      const rows = db('queues').select().orderBy(['name', 'id'])
      searchIn(rows, query.search, { texts: ['code', 'name'] })
      return findPage(rows, query, toQueueView)
    },
    async find(id, trx = db) {
      const row = await trx('queues').where({ id }).first()
      return row && toQueueView(row)
    },
    insert: async (id, input, trx) => void (await trx('queues').insert({ id, ...toColumns(input) })),
    update: async (id, input, trx) => void (await trx('queues').where({ id }).update(toColumns(input))),
    delete: async (id, trx) => void (await trx('queues').where({ id }).delete()),
  }
  return repository
}

function toColumns(input: QueueInput): Omit<QueueRow, 'id'> {
  return {
    code: input.code,
    name: input.name,
    required_skills: toJson(input.requiredSkills),
    priority: input.priority,
    ring_timeout_seconds: input.ringTimeoutSeconds,
    wrap_up_seconds: input.wrapUpSeconds,
    max_waiting: input.maxWaiting,
    max_wait_seconds: input.maxWaitSeconds,
    announce_position_seconds: input.announcePositionSeconds,
    record_calls: input.recordCalls,
  }
}
