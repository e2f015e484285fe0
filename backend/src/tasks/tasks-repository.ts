import {
  isDuplicateKey,
  toDate,
  toMs,
  toMsOrNull,
  transaction,
  type Database,
  type Knex,
  type TaskRow,
} from '@orderline/db'
import type { TaskKind, TaskView } from '@orderline/domain/contract'
import { newestFirst, searchIn } from '../administration/paging.ts'
import { countRows, type PageOf } from '../orders/order-repository.ts'
import { handleMissedWithin } from '../records/handle-missed.ts'

/** Whose tasks: those for this role and this user; null: everybody's. */
export type Doer = { role: string; userId: string } | null

type TaskWithNames = TaskRow & {
  client_name: string | null
  for_name: string | null
  done_by_name: string | null
  recording_count: number | null
}
export type TaskFilter = { doer: Doer; isDone: boolean; kind: TaskKind | undefined; search: string | undefined }
export type TasksRepository = ReturnType<typeof createTasksRepository>

export function createTasksRepository({ db }: { db: Database }) {
  return {
    /** False when there is one of this kind and subject already. */
    async insert(row: TaskRow): Promise<boolean> {
      try {
        await db('tasks').insert(row)
        return true
      } catch (error) {
        if (isDuplicateKey(error)) return false
        throw error
      }
    },

    /** Open ones by what is due first, done ones by what was done last. */
    async list({ doer, isDone, kind, search }: TaskFilter, { limit, offset }: PageOf) {
      const narrow = (query: Knex.QueryBuilder) => {
        void query.modify(narrowToDoer, doer)
        if (kind) void query.where('tasks.kind', kind)
        searchIn(query, search, { texts: [], numbers: ['tasks.label'] })
        if (isDone) void query.whereNotNull('tasks.done_at')
        else void query.whereNull('tasks.done_at')
      }
      const order = isDone ? newestFirst('tasks.done_at', 'tasks.id') : ['tasks.due_at', 'tasks.id']
      const [rows, total] = await Promise.all([
        db('tasks')
          .modify(narrow)
          .leftJoin('clients', 'clients.id', 'tasks.client_id')
          .leftJoin('users as owners', 'owners.id', 'tasks.for_user_id')
          .leftJoin('users as doers', 'doers.id', 'tasks.done_by')
          .leftJoin('calls', (on) => void on.on('calls.id', 'tasks.subject_id').andOnVal('tasks.subject', 'call'))
          .orderBy(order)
          .limit(limit)
          .offset(offset)
          .select<TaskWithNames[]>('tasks.*', ...names),
        countRows(db('tasks').modify(narrow)),
      ])
      return { items: rows.map(presentTask), total }
    },

    /** False when it is none of theirs or done already. What it says of a missed call, the list of those says, too. */
    markDone: (id: string, done: Done): Promise<boolean> => transaction(db, (trx) => markDoneWithin(trx, id, done)),

    /** Late orders that logistics got after all, or that were cancelled, need nobody any more. */
    async settleHandedOver(at: number): Promise<number> {
      return db('tasks')
        .where({ kind: 'order-late' })
        .whereNull('done_at')
        .whereIn('subject_id', (orders) => {
          void orders.from('orders').whereNotNull('handed_over_at').orWhere('status', 'cancelled').select('id')
        })
        .update({ done_at: toDate(at) })
    },

    /** Missed calls that somebody has looked after need nobody else; done by whoever did, and when. */
    async settleHandled(): Promise<void> {
      await db('tasks')
        .join('calls', 'calls.id', 'tasks.subject_id')
        .where('tasks.kind', 'call-missed')
        .whereNull('tasks.done_at')
        .whereNotNull('calls.handled_at')
        .update({ 'tasks.done_at': db.ref('calls.handled_at'), 'tasks.done_by': db.ref('calls.handled_by') } as never)
    },
  }
}

type Done = { doer: Doer; by: string; at: number }

async function markDoneWithin(trx: Knex.Transaction, id: string, { doer, by, at }: Done): Promise<boolean> {
  const task = await trx('tasks')
    .where('tasks.id', id)
    .whereNull('tasks.done_at')
    .modify(narrowToDoer, doer)
    .forUpdate()
    .first<Pick<TaskRow, 'kind' | 'subject_id'> | undefined>('kind', 'subject_id')
  if (!task) return false
  await trx('tasks')
    .where({ id })
    .update({ done_at: toDate(at), done_by: by })
  if (task.kind === 'call-missed') await handleMissedWithin(trx, { callId: task.subject_id, by, at })
  return true
}

const names = [
  'clients.name as client_name',
  'owners.name as for_name',
  'doers.name as done_by_name',
  'calls.recording_count',
] as const

function narrowToDoer(query: Knex.QueryBuilder, doer: Doer): void {
  if (!doer) return
  void query.where((mine) => void mine.where('tasks.for_role', doer.role).orWhere('tasks.for_user_id', doer.userId))
}

function presentTask(row: TaskWithNames): TaskView {
  return {
    id: row.id,
    kind: row.kind,
    subject: { kind: row.subject, id: row.subject_id, label: row.label },
    orderId: row.order_id ?? null,
    recordings: row.recording_count ?? 0,
    forName: row.for_name,
    clientName: row.client_name,
    dueAt: toMs(row.due_at),
    createdAt: toMs(row.created_at),
    doneAt: toMsOrNull(row.done_at),
    doneByName: row.done_by_name,
  }
}
