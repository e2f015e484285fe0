import type { JournalEntry, LiveAgent } from '@orderline/domain/contract'
import { createUser } from '@orderline/db/testing'
import type { UserRow } from '@orderline/db'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { createDialingBed } from '../campaigns/testing.ts'
import type { IdentifiedCustomer } from '../calls/tell-customer.ts'
import { createConfigCache } from '../config-cache/config-cache.ts'
import { createHttpTestBed } from '../http/testing.ts'
import { answered, dialed, ended, facts, journalOf } from '../records/testing.ts'
import { createClientSight } from '../sight/client-sight.ts'
import { createTasksRepository } from '../tasks/tasks-repository.ts'
import { createTasksRoutes } from '../tasks/tasks-routes.ts'
import { createTasksService } from '../tasks/tasks-service.ts'
import { createHandCallsRoutes } from './hand-calls-routes.ts'
import { createHandCallsService } from './hand-calls-service.ts'

export type HandCallsBed = Awaited<ReturnType<typeof createHandCallsBed>>
/** A centre that dials by hand: HTTP, MariaDB, Redis and the journal are real, the telephone network only counts. */
export async function createHandCallsBed() {
  const bed = await createDialingBed()
  const { db } = bed
  const http = createHttpTestBed({ db })
  const now = () => bed.clock.at
  const config = createConfigCache({ db, subscriber: http.redis.duplicate({ lazyConnect: true }), log: http.log })
  /** Agents who are not free, or whose audio is not open. */
  const absent = new Set<string>()
  const told: IdentifiedCustomer[] = []
  const handCalls = createHandCallsService({
    ...{ db, config, now, sight: createClientSight({ config }), rules: defaultRetryRules },
    agentOf: (id) => (absent.has(id) ? undefined : ({ state: 'ready', roomChannelId: 'room' } as LiveAgent)),
    tellCustomer: (customer) => Promise.resolve(void told.push(customer)),
    wakeDialer: () => Promise.resolve(),
  })
  const tasks = createTasksService({ tasks: createTasksRepository({ db }), now })
  await http.start([
    createHandCallsRoutes({ guards: http.guards, handCalls }),
    createTasksRoutes({ guards: http.guards, tasks }),
  ])
  const write = journalOf(bed)

  return {
    ...bed,
    http,
    told,
    absent,
    write,
    reloadConfig: config.reload,
    async hire(): Promise<{ user: UserRow; headers: Record<string, string> }> {
      const user = await createUser(db)
      await config.reload()
      return { user, headers: await http.as(user) }
    },
    /** What dialer and backend do for it; then the customer answers, if `answers`. Its end is the caller's to tell. */
    async dial(handCallId: string, agentId: string, { answers = true } = {}) {
      const record = (await bed.record(handCallId))!
      const order = await bed.claimedRecord(record, { customerId: record.customer_id, orderId: record.order_id })
      const result = await bed.dialService().carryOut(order)
      const callId = bed.liveCalls.get(order.attemptId) ?? ''
      const { client_id: clientId, customer_id: customerId, order_id: orderId, number: customerNumber } = record
      const of = { clientId, customerId, orderId, customerNumber, queueId: bed.queue.id, attemptId: order.attemptId }
      const own = facts({ direction: 'outbound', ...of })
      if (result === 'dialed') await write([dialed({ callId, agentId, facts: own })])
      if (result === 'dialed' && answers) await write([answered({ callId, agentId })])
      return {
        result,
        callId,
        attemptId: order.attemptId,
        end: () => write([endOf({ callId, agentId, own, answers })]),
      }
    },
    async close(): Promise<void> {
      config.close()
      await http.close()
      await bed.close()
    },
  }
}

type End = { callId: string; agentId: string; own: ReturnType<typeof facts>; answers: boolean }

function endOf({ callId, agentId, own, answers }: End): JournalEntry {
  const call = { callId, agentId, facts: own }
  if (answers) return ended({ ...call, recording: 'talk.wav' })
  return ended({ ...call, answeredAt: null, status: 'failed', outcome: 'no-answer', recording: null, cause: 19 })
}
