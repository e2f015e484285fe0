import { toDate } from '@orderline/db'
import type { TaskKind, TaskPage, TaskView } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import type { PageOf } from '../orders/order-repository.ts'
import type { Doer, TasksRepository } from './tasks-repository.ts'

export type TasksServiceDeps = { tasks: TasksRepository; now: Clock }
export type TasksService = ReturnType<typeof createTasksService>

/** `label`: what people call the subject. `dueAt`: epoch ms. */
export type NewTask = {
  kind: TaskKind
  subject: TaskView['subject']['kind']
  subjectId: string
  label: string
  clientId: string
  dueAt: number
}

export type TaskListQuery = PageOf & { isDone: boolean; kind?: TaskKind | undefined; search?: string | undefined }

/** What people must do. Supervisors and administrators see all tasks, agents those of agents and their own. */
export function createTasksService({ tasks, now }: TasksServiceDeps) {
  return {
    /** A task for the supervisors. False when there is one of this kind and subject already, open or done. */
    create({ kind, subject, subjectId, label, clientId, dueAt }: NewTask): Promise<boolean> {
      return tasks.insert({
        ...{ id: createId(), kind, subject, subject_id: subjectId, label, client_id: clientId },
        ...{ for_role: 'supervisor', for_user_id: null, due_at: toDate(dueAt), created_at: toDate(now()) },
        ...{ done_at: null, done_by: null },
      })
    },

    list(session: Session, { isDone, kind, search, ...page }: TaskListQuery): Promise<TaskPage> {
      return tasks.list({ doer: doerOf(session), isDone, kind, search }, page)
    },

    /** Errors: `task/not-found`, also for one of somebody else or one that is done. */
    async done(id: string, session: Session): Promise<void> {
      const isMine = await tasks.markDone(id, { doer: doerOf(session), by: session.userId, at: now() })
      if (!isMine) throw new AppError<ErrorCode>('task/not-found', { id })
    },

    /** Closes tasks of late orders that need nobody any more. */
    settleHandedOver: () => tasks.settleHandedOver(now()),

    /** Closes tasks of missed calls that somebody has looked after. */
    settleHandled: () => tasks.settleHandled(),
  }
}

function doerOf({ role, userId }: Session): Doer {
  return role === 'agent' ? { role, userId } : null
}
