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
import { createRaiseTasks } from '../tasks/raise-tasks.ts'
import { createWatchMissedCallsJob } from '../jobs/watch-missed-calls.ts'
import { createMissedCallDue } from '../missed-calls/missed-call-due.ts'
import { createMissedCallsRepository } from '../missed-calls/missed-calls-repository.ts'
import { createWatchMissedCalls } from '../missed-calls/watch-missed-calls.ts'
import type { SocketServer } from '../realtime/socket-server.ts'
import type { Adapters } from './adapters.ts'

export type ClockPartsDeps = Pick<Adapters, 'db'> & {
  config: ConfigCache
  settings: Config
  notify: SocketServer['notify']
  now: Clock
  log: Logger
}
export type ClockParts = ReturnType<typeof createClockParts>

/** What must be done within a time: the promise of 15 minutes and missed calls; who is told, and whose task it becomes. */
export function createClockParts({ db, config, settings, notify, now, log }: ClockPartsDeps) {
  const orders = createOrderClockRepository({ db })
  const orderClock = createOrderClockService({ orders, config, hours: settings.CALLING_HOURS, now })
  const tasks = createTasksService({ tasks: createTasksRepository({ db }), now })
  const raiseTasks = createRaiseTasks({ tasks, config, notify, now })
  const watchPromise = createWatchPromise({ orderClock, tasks, raiseTasks, now })
  const missedCalls = createMissedCallsRepository({ db })
  const { CALLING_HOURS: hours, MISSED_CALL_MINUTES: withinMinutes } = settings
  const dueAt = createMissedCallDue({ config, hours, withinMinutes })
  const watchMissedCalls = createWatchMissedCalls({ missedCalls, dueAt, raiseTasks, tasks, config, notify, now })
  return {
    orderClock,
    tasks,
    missedCalls,
    missedCallDue: dueAt,
    watchPromiseJob: createWatchPromiseJob({ watchPromise, log }),
    watchMissedCallsJob: createWatchMissedCallsJob({ watchMissedCalls, log }),
  }
}
