import { type AuditEntryRow, type Database, type Knex, toDate, toJson, toMs } from '@orderline/db'
import type { AuditEntryView, Page } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { findPage, newestFirst, searchIn } from '../administration/paging.ts'
import type { AuditQuery } from './audit-query.ts'
import type { AuditFact } from './audit-fact.ts'

export function createAuditRepository({ db }: { db: Database }) {
  return {
    async insert(fact: AuditFact & { at: number }, trx: Knex = db): Promise<void> {
      await trx('audit_entries').insert({
        id: createId(),
        user_id: fact.userId,
        action: fact.action,
        subject: fact.subject,
        subject_id: fact.subjectId,
        details: toJson(fact.details),
        at: toDate(fact.at),
      })
    },

    /** Newest first. */
    findPage(query: AuditQuery): Promise<Page<AuditEntryView>> {
      const rows = db('audit_entries as entry')
        .leftJoin('users', 'users.id', 'entry.user_id')
        .select('entry.*', 'users.name as user_name')
        .orderBy(newestFirst('entry.at', 'entry.id'))
      if (query.subject) void rows.where('entry.subject', query.subject)
      if (query.subjectId) void rows.where('entry.subject_id', query.subjectId)
      if (query.userId) void rows.where('entry.user_id', query.userId)
      if (query.from !== undefined) void rows.where('entry.at', '>=', toDate(query.from))
      searchIn(rows, query.search, { texts: ['users.name', 'entry.action'] })
      return findPage(rows, query, toView)
    },
  }
}

function toView(row: AuditEntryRow & { user_name: string | null }): AuditEntryView {
  return {
    id: row.id,
    at: toMs(row.at),
    userName: row.user_name,
    action: row.action,
    subject: row.subject,
    subjectId: row.subject_id,
    details: row.details,
  }
}
