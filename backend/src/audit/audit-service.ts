import type { Database, Knex } from '@orderline/db'
import type { AuditEntryView, Page } from '@orderline/domain/contract'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import type { AuditFact } from './audit-fact.ts'
import type { AuditQuery } from './audit-query.ts'
import { createAuditRepository } from './audit-repository.ts'

export type AuditService = {
  /** Writes an entry; inside the transaction of the change, when there is one, so that neither is without the other. */
  record(fact: AuditFact, trx?: Knex): Promise<void>
  list(query: AuditQuery): Promise<Page<AuditEntryView>>
}

export function createAuditService({ db, now = systemClock }: { db: Database; now?: Clock }): AuditService {
  const repository = createAuditRepository({ db })
  return {
    record: (fact, trx) => repository.insert({ ...fact, at: now() }, trx),
    list: (query) => repository.findPage(query),
  }
}
