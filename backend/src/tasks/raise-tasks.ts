import type { Notice } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { NewTask, TasksService } from './tasks-service.ts'

export type RaiseTasksDeps = {
  tasks: Pick<TasksService, 'create'>
  config: Pick<ConfigCache, 'agentProfiles'>
  notify: (room: `user:${string}`, notice: Notice) => void
  now: Clock
}

/** What is to be done, and in which words supervisors are told of it. */
export type Alarm = { task: NewTask; code: string; params: Notice['params'] }
export type RaiseTasks = ReturnType<typeof createRaiseTasks>

/**
 * Makes tasks, and tells all supervisors once of those that are new: how many, with the words of the first. Several
 * backends may: a task is made once, and who makes it tells.
 */
export function createRaiseTasks({ tasks, config, notify, now }: RaiseTasksDeps) {
  function tell(code: string, alarms: Alarm[]): void {
    const params = { count: alarms.length, ...alarms[0]?.params }
    const notice: Notice = { id: createId(), at: now(), level: 'warning', code, params }
    for (const { id, role } of config.agentProfiles()) if (role === 'supervisor') notify(`user:${id}`, notice)
  }

  return async function raiseTasks(alarms: readonly Alarm[]): Promise<void> {
    const raised = new Map<string, Alarm[]>()
    for (const alarm of alarms) {
      if (await tasks.create(alarm.task)) raised.set(alarm.code, [...(raised.get(alarm.code) ?? []), alarm])
    }
    for (const [code, ofCode] of raised) tell(code, ofCode)
  }
}
