import { alarmBeforeMs, promiseMs } from '@orderline/domain/order-clock'
import type { Clock } from '@orderline/runtime/clock'
import type { Alarm, RaiseTasks } from '../tasks/raise-tasks.ts'
import type { TasksService } from '../tasks/tasks-service.ts'
import type { JudgedOrder, OrderClockService } from './order-clock-service.ts'

export type WatchPromiseDeps = {
  orderClock: Pick<OrderClockService, 'findAlarming'>
  raiseTasks: RaiseTasks
  tasks: Pick<TasksService, 'settleHandedOver'>
  now: Clock
}

/** A centre that was down for longer raises no alarm for what nobody can mend any more; the figures have it. */
const lookBackMs = 24 * 3_600_000
const mostAtOnce = 5_000

/** Alarms for each order that missed the promise or is about to. Tasks of orders that logistics got are settled. */
export function createWatchPromise({ orderClock, raiseTasks, tasks, now }: WatchPromiseDeps) {
  return async function watchPromise(): Promise<void> {
    const span = { from: now() - lookBackMs, until: now() - promiseMs + alarmBeforeMs }
    await raiseTasks((await orderClock.findAlarming(span, mostAtOnce)).map(toAlarm))
    await tasks.settleHandedOver()
  }
}

function toAlarm({ id, number, clientId, client, receivedAt, verdict }: JudgedOrder): Alarm {
  const about = { subject: 'order' as const, subjectId: id, label: number, clientId }
  return {
    task: { kind: 'order-late', ...about, dueAt: receivedAt + promiseMs },
    code: verdict.kind === 'missed' ? 'order-late' : 'order-late-soon',
    params: { number, shop: client.name },
  }
}
