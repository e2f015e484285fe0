import type { Knex } from '@orderline/db'
import { toDate, toJson, toMs, toMsOrNull, type QuestionnaireRow } from '@orderline/db'
import type { QuestionnaireInput, QuestionnaireView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { escapeLike } from '../administration/paging.ts'
import { countRows, type PageOf } from '../orders/order-repository.ts'

export async function findQuestionnaire(db: Knex, id: string): Promise<QuestionnaireView | undefined> {
  const row = await db('questionnaires').where({ id }).first()
  return row && toView(row)
}

export type QuestionnaireFilter = { clientId?: string | undefined; search?: string | undefined }

/** Of one client or all, newest version first. */
export async function listQuestionnaires(db: Knex, filter: QuestionnaireFilter, { limit, offset }: PageOf) {
  const narrow = (query: Knex.QueryBuilder) => {
    if (filter.clientId) void query.where({ client_id: filter.clientId })
    if (filter.search) void query.where('title', 'like', `%${escapeLike(filter.search)}%`)
  }
  const newestFirst = [{ column: 'created_at', order: 'desc' }, { column: 'id' }]
  const [rows, total] = await Promise.all([
    db('questionnaires').modify(narrow).orderBy(newestFirst).limit(limit).offset(offset).select<QuestionnaireRow[]>(),
    countRows(db('questionnaires').modify(narrow)),
  ])
  return { items: rows.map(toView), total }
}

/** A new draft: the next version of its client and purpose. A duplicate key means that another was made meanwhile. */
export async function insertDraft(trx: Knex, input: QuestionnaireInput, now: number): Promise<string> {
  const of = { client_id: input.clientId, purpose: input.purpose }
  const last = await trx('questionnaires').where(of).max({ version: 'version' }).first()
  const id = createId()
  await trx('questionnaires').insert({
    id,
    ...of,
    version: Number(last?.['version'] ?? 0) + 1,
    title: input.title,
    status: 'draft',
    model: toJson(input.model),
    created_at: toDate(now),
  })
  return id
}

export async function updateDraft(db: Knex, id: string, { title, model }: Pick<QuestionnaireInput, 'title' | 'model'>) {
  return db('questionnaires')
    .where({ id, status: 'draft' })
    .update({ title, model: toJson(model) })
}

export async function deleteDraft(db: Knex, id: string): Promise<number> {
  return db('questionnaires').where({ id, status: 'draft' }).delete()
}

/** Makes this draft the current version; the one before is kept for the fillings that belong to it. */
export async function publishDraft(
  trx: Knex,
  { id, clientId, purpose }: QuestionnaireView,
  now: number,
): Promise<void> {
  await trx('questionnaires').where({ client_id: clientId, purpose, status: 'published' }).update({ status: 'retired' })
  await trx('questionnaires')
    .where({ id })
    .update({ status: 'published', published_at: toDate(now) })
}

function toView(row: QuestionnaireRow): QuestionnaireView {
  const { id, client_id: clientId, purpose, version, title, status, model } = row
  const times = { createdAt: toMs(row.created_at), publishedAt: toMsOrNull(row.published_at) }
  return { id, clientId, purpose, version, title, status, model, ...times }
}
