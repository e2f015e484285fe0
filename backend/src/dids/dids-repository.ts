import type { DidInput, DidView } from '@orderline/domain/contract'
import type { Database, DidRow } from '@orderline/db'
import type { AdministeredRepository } from '../administration/administered-service.ts'
import { findPage, searchIn } from '../administration/paging.ts'
import { toDidView } from '../config-cache/config-views.ts'

export function createDidsRepository({ db }: { db: Database }): AdministeredRepository<DidInput, DidView> {
  return {
    findPage(query) {
      const rows = db('dids').select().orderBy('number')
      searchIn(rows, query.search, { texts: ['label'], numbers: ['number'] })
      return findPage(rows, query, toDidView)
    },
    async find(id, trx = db) {
      const row = await trx('dids').where({ id }).first()
      return row && toDidView(row)
    },
    insert: async (id, input, trx) => void (await trx('dids').insert({ id, ...toColumns(input) })),
    update: async (id, input, trx) => void (await trx('dids').where({ id }).update(toColumns(input))),
    delete: async (id, trx) => void (await trx('dids').where({ id }).delete()),
  }
}

function toColumns(input: DidInput): Omit<DidRow, 'id'> {
  return { number: input.number, client_id: input.clientId, queue_id: input.queueId, label: input.label }
}
