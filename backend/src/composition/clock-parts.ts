import type { Notice } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { Config } from '../config.ts'
import { createWatchPromiseJob } from '../jobs/watch-promise.ts'
import { createOrderClockRepository } from '../order-clock/order-clock-repository.ts'
import { createOrderClockService } from '../order-clock/order-clock-service.ts'
import { createWatchPromise } from '../order-clock/watch-promise.ts'
import { createTasksRepository } from '../tasks/tasks-repository.ts'
import { createTasksService } from '../tasks/tasks-service.ts'
import type { Adapters } from './adapters.ts'

export type ClockPartsDeps = Pick<Adapters, 'db'> & {
  config: ConfigCache
  settings: Config
  notify: (room: `user:${string}`, notice: Notice) => void
  now: Clock
  log: Logger
}
export type ClockParts = ReturnType<typeof createClockParts>

/** The promise of 15 minutes: who keeps it, who will not, and whose task it becomes. */
export function createClockParts({ db, config, settings, notify, now, log }: ClockPartsDeps) {
  const orders = createOrderClockRepository({ db })
  const orderClock = createOrderClockService({ orders, config, hours: settings.CALLING_HOURS, now })
  const tasks = createTasksService({ tasks: createTasksRepository({ db }), now })
  const watchPromise = createWatchPromise({ orderClock, tasks, config, notify, now })
  return { orderClock, tasks, watchPromiseJob: createWatchPromiseJob({ watchPromise, log }) }
}
