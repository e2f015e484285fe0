import type { Notice } from '@orderline/domain/contract'
import { formatPhone, maskPhone } from '@orderline/domain/phone'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { leadsRoom, shopRoom, type ShopRoom } from '../realtime/sockets.ts'
import { taskLabel } from '../tasks/task-label.ts'
import type { Alarm, RaiseTasks } from '../tasks/raise-tasks.ts'
import type { TasksService } from '../tasks/tasks-service.ts'
import type { MissedCallDue } from './missed-call-due.ts'
import type { MissedCall, MissedCallsRepository } from './missed-calls-repository.ts'

export type WatchMissedCallsDeps = {
  missedCalls: MissedCallsRepository
  dueAt: MissedCallDue
  raiseTasks: RaiseTasks
  tasks: Pick<TasksService, 'settleHandled'>
  config: Pick<ConfigCache, 'client'>
  notify: (room: typeof leadsRoom | ShopRoom, notice: Notice) => void
  now: Clock
}

/** Longer than a night with the longest time to call back; what is older is on the list, and news to nobody. */
const lookBackMs = 3 * 24 * 3_600_000

/**
 * Tells of each missed call once, at once: those who lead, and the agents who serve the shop. One that nobody has called
 * back in time becomes a task, once for each number. Both are settled when the customer is reached. Several backends may.
 */
export function createWatchMissedCalls(deps: WatchMissedCallsDeps) {
  const { missedCalls, tasks, raiseTasks, now } = deps

  return async function watchMissedCalls(): Promise<void> {
    const since = now() - lookBackMs
    for (const reached of await missedCalls.findReached({ since, now: now() })) await missedCalls.settle(reached)
    await tellNew(deps, since)
    const due = (await missedCalls.findWithoutTask(since)).filter((call) => deps.dueAt(call) <= now())
    await raiseTasks(due.map((call) => toAlarm(deps, call)))
    await tasks.settleHandled()
  }
}

async function tellNew({ missedCalls, config, notify, now }: WatchMissedCallsDeps, since: number): Promise<void> {
  const mine = new Map<string, MissedCall[]>()
  for (const call of await missedCalls.findUntold(since)) {
    const isMine = await missedCalls.claimTelling(call.id, now())
    if (isMine) mine.set(call.clientId, [...(mine.get(call.clientId) ?? []), call])
  }
  for (const [clientId, calls] of mine) {
    const last = calls.at(-1)
    if (!last) continue
    const notice = (phone: string): Notice => ({
      ...{ id: createId(), at: now(), level: 'warning', code: 'call-missed' },
      params: { count: calls.length, phone, shop: config.client(clientId)?.name ?? '', callId: last.caseId },
    })
    notify(leadsRoom, notice(last.number ?? ''))
    // Agents see whole numbers with their calls only.
    notify(shopRoom(clientId), notice(last.number === null ? '' : maskPhone(last.number)))
  }
}

function toAlarm({ config, dueAt }: WatchMissedCallsDeps, call: MissedCall): Alarm {
  const { caseId, clientId, number, customerName } = call
  const label = taskLabel([customerName, number && formatPhone(number)])
  const about = { subject: 'call' as const, subjectId: caseId, label, clientId }
  const params = { phone: number ?? '', shop: config.client(clientId)?.name ?? '', callId: caseId }
  return { task: { kind: 'call-missed', ...about, dueAt: dueAt(call) }, code: 'call-missed-late', params }
}
