import type { Notice } from '@orderline/domain/contract'
import { alarmBeforeMs, promiseMs } from '@orderline/domain/order-clock'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { TasksService } from '../tasks/tasks-service.ts'
import type { JudgedOrder, OrderClockService } from './order-clock-service.ts'

export type WatchPromiseDeps = {
  orderClock: Pick<OrderClockService, 'findAlarming'>
  tasks: Pick<TasksService, 'create' | 'settleHandedOver'>
  config: Pick<ConfigCache, 'agentProfiles'>
  notify: (room: `user:${string}`, notice: Notice) => void
  now: Clock
}

/** A centre that was down for longer raises no alarm for what nobody can mend any more; the figures have it. */
const lookBackMs = 24 * 3_600_000
const mostAtOnce = 5_000

/**
 * Makes a task of each order that missed the promise or is about to, and tells all supervisors once of those that are
 * new. Several backends may: the task is made once, and who makes it tells. Tasks of orders that logistics got are settled.
 */
export function createWatchPromise({ orderClock, tasks, config, notify, now }: WatchPromiseDeps) {
  async function raise(order: JudgedOrder): Promise<JudgedOrder[]> {
    const { id, number, clientId } = order
    const dueAt = order.receivedAt + promiseMs
    const isNew = await tasks.create({ kind: 'order-late', subjectId: id, label: number, clientId, dueAt })
    return isNew ? [order] : []
  }

  return async function watchPromise(): Promise<void> {
    const span = { from: now() - lookBackMs, until: now() - promiseMs + alarmBeforeMs }
    const raised: JudgedOrder[] = []
    for (const order of await orderClock.findAlarming(span, mostAtOnce)) raised.push(...(await raise(order)))
    tell(
      'order-late',
      raised.filter(({ verdict }) => verdict.kind === 'missed'),
    )
    tell(
      'order-late-soon',
      raised.filter(({ verdict }) => verdict.kind === 'running'),
    )
    await tasks.settleHandedOver()
  }

  function tell(code: 'order-late' | 'order-late-soon', orders: JudgedOrder[]): void {
    const [first] = orders
    if (!first) return
    const params = { count: orders.length, number: first.number, shop: first.client.name }
    const notice: Notice = { id: createId(), at: now(), level: 'warning', code, params }
    for (const { id, role } of config.agentProfiles()) if (role === 'supervisor') notify(`user:${id}`, notice)
  }
}
