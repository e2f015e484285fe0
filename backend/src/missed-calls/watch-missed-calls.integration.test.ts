import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallRow } from '@orderline/db'
import { createCustomer, createUser } from '@orderline/db/testing'
import type { MissedCallView, Notice, Page, TaskPage } from '@orderline/domain/contract'
import { defaultCallingHours } from '@orderline/domain/dialing'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import { createConfigCache } from '../config-cache/config-cache.ts'
import { createHttpTestBed, type HttpTestBed } from '../http/testing.ts'
import { createRecordsRepository } from '../records/records-repository.ts'
import { createRecordsRoutes } from '../records/records-routes.ts'
import { createRecordsService } from '../records/records-service.ts'
import { answered, arrived, ended, facts, journalOf, wrappedUp } from '../records/testing.ts'
import { createRaiseTasks } from '../tasks/raise-tasks.ts'
import { createTasksRepository } from '../tasks/tasks-repository.ts'
import { createTasksRoutes } from '../tasks/tasks-routes.ts'
import { createTasksService } from '../tasks/tasks-service.ts'
import { createMissedCallDue } from './missed-call-due.ts'
import { createMissedCallsRepository } from './missed-calls-repository.ts'
import { createWatchMissedCalls } from './watch-missed-calls.ts'

const minute = 60_000
const hanna = '+380671234567'
const petro = '+380671234568'

let bed: DialingBed
let http: HttpTestBed
let config: ReturnType<typeof createConfigCache>
let parts: ReturnType<typeof createParts>
let supervisor: { id: string; name: string; headers: Record<string, string> }
const told: { room: string; notice: Notice }[] = []

beforeAll(async () => {
  bed = await createDialingBed()
  http = createHttpTestBed({ db: bed.db })
  const user = await createUser(bed.db, { role: 'supervisor', name: 'Sofia' })
  config = createConfigCache({ db: bed.db, subscriber: http.redis.duplicate({ lazyConnect: true }), log: http.log })
  await config.reload()
  parts = createParts()
  await http.start([
    createRecordsRoutes({ guards: http.guards, ...parts }),
    createTasksRoutes({ guards: http.guards, ...parts }),
  ])
  supervisor = { id: user.id, name: user.name, headers: await http.as(user) }
})
afterAll(async () => {
  config.close()
  await http.close()
  await bed.close()
})
beforeEach(async () => {
  bed.clock.at = noon
  await bed.db('tasks').delete()
  await bed.db('calls').delete()
  await bed.db('call_events').delete()
  await parts.watch()
  told.length = 0
})

/** As one backend has them; what it keeps is in the database only. */
function createParts() {
  const now = () => bed.clock.at
  const { db } = bed
  const notify = (room: string, notice: Notice) => void told.push({ room, notice })
  const tasks = createTasksService({ tasks: createTasksRepository({ db }), now })
  const raiseTasks = createRaiseTasks({ tasks, config, notify, now })
  const missedCalls = createMissedCallsRepository({ db })
  const dueAt = createMissedCallDue({ config, hours: defaultCallingHours, withinMinutes: 15 })
  const records = createRecordsService({
    records: createRecordsRepository(db),
    sight: () => null,
    missedCallDue: dueAt,
    now,
  })
  const watch = createWatchMissedCalls({ missedCalls, dueAt, raiseTasks, tasks, config, notify, now })
  return { tasks, records, missedCalls, watch }
}

/** A call to the shop that nobody took, so many minutes before noon. */
async function miss(number: string | null, minutesAgo: number, over: Partial<CallRow> = {}): Promise<string> {
  const id = createId()
  const at = new Date(noon - minutesAgo * minute)
  const of = { client_id: bed.client.id, queue_id: bed.queue.id, customer_number: number }
  await bed.db('calls').insert({
    ...{ id, ...of, direction: 'inbound', status: 'missed', outcome: 'abandoned', started_at: at, ended_at: at },
    ...over,
  })
  return id
}

const list = async () =>
  (await http.ask<Page<MissedCallView>>('/api/calls/missed', { headers: supervisor.headers })).body.items
const tasks = async (done: 0 | 1 = 0) =>
  (await http.ask<TaskPage>(`/api/tasks?done=${done}`, { headers: supervisor.headers })).body.items
const codes = (room: string) => told.filter((one) => one.room === room).map(({ notice }) => notice.code)

describe('a missed call', () => {
  it('RS-13: is told once to those who lead and to who serves the shop, though two backends look and start anew', async () => {
    const callId = await miss(hanna, 0)
    await Promise.all([parts.watch(), createParts().watch()])
    await createParts().watch()
    expect(told.map(({ room }) => room).sort()).toEqual(['leads', `shop:${bed.client.id}`])
    const [lead, agents] = ['leads', `shop:${bed.client.id}`].map(
      (room) => told.find((one) => one.room === room)?.notice,
    )
    const params = { count: 1, shop: bed.client.name, callId }
    expect(lead).toMatchObject({ code: 'call-missed', params: { ...params, phone: hanna } })
    expect(agents).toMatchObject({ code: 'call-missed', params: { ...params, phone: '+380 •• ••• ••67' } })
  })

  it('RS-13: of a caller who hides the number is told, too', async () => {
    await miss(null, 0)
    await parts.watch()
    expect(told.find(({ room }) => room === 'leads')?.notice.params['phone']).toBe('')
  })

  it('RS-02: is a task and an alarm when nobody has called back for a quarter of an hour, once for all backends', async () => {
    const callId = await miss(hanna, 14)
    await parts.watch()
    expect(await tasks()).toEqual([])
    bed.clock.at = noon + minute
    await Promise.all([parts.watch(), createParts().watch()])
    await createParts().watch()
    expect(await tasks()).toMatchObject([
      { kind: 'call-missed', subject: { kind: 'call', id: callId, label: '+380 67 123 4567' }, dueAt: noon + minute },
    ])
    expect(codes(`user:${supervisor.id}`)).toEqual(['call-missed-late'])
  })

  it('RS-02: of the night is late only when the centre has been open for its time', async () => {
    const midnight = 12 * 60
    await miss(hanna, midnight)
    bed.clock.at = noon - 4 * 60 * minute + 14 * minute
    await parts.watch()
    expect(await tasks()).toEqual([])
    bed.clock.at += minute
    await parts.watch()
    expect(await tasks()).toHaveLength(1)
  })

  it('RS-02: and others of the same number are one line, one task and one thing to mark', async () => {
    const customer = await createCustomer(bed.db, { client_id: bed.client.id, name: 'Hanna' })
    const of = { customer_id: customer.id }
    const [first, second] = [await miss(hanna, 30, of), await miss(hanna, 20, of)]
    const last = await miss(hanna, 0, of)
    await miss(petro, 10)
    await parts.watch()
    expect(await list()).toMatchObject([
      { callId: last, caseId: first, times: 3, since: noon - 30 * minute, dueAt: noon - 15 * minute },
      { customerNumber: petro, times: 1 },
    ])
    expect(Object.fromEntries(await parts.missedCalls.countOpen())).toEqual({ [bed.client.id]: 2 })
    expect(await tasks()).toMatchObject([{ subject: { id: first, label: 'Hanna · +380 67 123 4567' } }])
    const done = await http.ask(`/api/calls/${last}/handled`, { method: 'POST', headers: supervisor.headers })
    expect(done.status).toBe(200)
    const rows = await bed.db('calls').whereIn('id', [first, second, last]).select('handled_by', 'handled_at')
    expect(rows).toEqual(Array(3).fill({ handled_by: supervisor.id, handled_at: new Date(noon) }))
    expect(await list()).toMatchObject([{ customerNumber: petro }])
    await parts.watch()
    expect([await tasks(), await tasks(1)]).toMatchObject([[], [{ doneAt: noon, doneByName: 'Sofia' }]])
  })

  it('RS-02: that comes when the others were seen to is a new task', async () => {
    const first = await miss(hanna, 30)
    await parts.watch()
    await http.ask(`/api/calls/${first}/handled`, { method: 'POST', headers: supervisor.headers })
    const second = await miss(hanna, -1)
    bed.clock.at = noon + 17 * minute
    await parts.watch()
    expect(await tasks()).toMatchObject([{ subject: { id: second } }])
  })

  it('RS-02: is off the list when its task is done, with who and when', async () => {
    const callId = await miss(hanna, 30)
    await parts.watch()
    const [task] = await tasks()
    await http.ask(`/api/tasks/${task?.id}/done`, { method: 'POST', headers: supervisor.headers })
    expect(await list()).toEqual([])
    const row = await bed.db('calls').where({ id: callId }).first()
    expect([row?.handled_by, row?.handled_at]).toEqual([supervisor.id, new Date(noon)])
  })

  it('RS-02: of another shop, or of another number, is not seen to with it', async () => {
    const elsewhere = await miss(hanna, 5, { client_id: createId() })
    const [of, other] = [await miss(hanna, 5), await miss(petro, 5)]
    await http.ask(`/api/calls/${of}/handled`, { method: 'POST', headers: supervisor.headers })
    const rows = await bed.db('calls').whereNull('handled_at').pluck('id')
    expect(rows.sort()).toEqual([elsewhere, other].sort())
  })
})

describe('a missed call settles itself', () => {
  const handled = async (callId: string) => {
    const row = await bed.db('calls').where({ id: callId }).first()
    return [row?.handled_by ?? null, row?.handled_at?.getTime() ?? null]
  }
  const open = [null, null]
  const shop = () => facts({ clientId: bed.client.id, queueId: bed.queue.id, customerNumber: hanna })

  it('RS-02: when the customer calls again and is answered, with its task', async () => {
    const write = journalOf(bed)
    const first = await miss(hanna, 30)
    await parts.watch()
    const { agentId } = bed
    const talk = { callId: createId() }
    await write([arrived({ ...talk, facts: shop() })])
    await parts.watch()
    expect(await handled(first)).toEqual(open)
    await write([answered({ ...talk, agentId })])
    await parts.watch()
    expect(await handled(first)).toEqual([agentId, answered().at])
    expect([await tasks(), await tasks(1)]).toMatchObject([[], [{ doneAt: answered().at }]])
  })

  it('RS-02: when the customer is called back and reached: not by a mailbox, and not before the agent says who it was', async () => {
    const write = journalOf(bed)
    const first = await miss(hanna, 30)
    const { agentId } = bed
    const outbound = { ...shop(), direction: 'outbound' as const }
    for (const [disposition, expected] of [
      ['machine', open],
      ['info-given', [agentId, answered().at]],
    ] as const) {
      const talk = { callId: createId(), agentId }
      await write([answered(talk), ended({ ...talk, facts: outbound })])
      await parts.watch()
      expect(await handled(first)).toEqual(open)
      await write([wrappedUp({ ...talk, disposition })])
      await parts.watch()
      expect(await handled(first)).toEqual(expected)
    }
  })

  it('RS-02: also when the agent never says how the call went', async () => {
    const first = await miss(hanna, 30)
    const talk = { callId: createId(), agentId: bed.agentId }
    await journalOf(bed)([answered(talk), ended({ ...talk, facts: { ...shop(), direction: 'outbound' } })])
    bed.clock.at = ended().at + 10 * minute
    await parts.watch()
    expect(await handled(first)).toEqual(open)
    bed.clock.at += 1
    await parts.watch()
    expect(await handled(first)).toEqual([bed.agentId, answered().at])
  })

  it('RS-02: not by a call that came before it, nor by another customer', async () => {
    const write = journalOf(bed)
    const later = await miss(hanna, -2)
    const other = await miss(petro, 5)
    const talk = { callId: createId(), agentId: bed.agentId }
    await write([arrived({ ...talk, facts: shop() }), answered(talk), ended({ ...talk, facts: shop() })])
    bed.clock.at = noon + 5 * minute
    await parts.watch()
    expect([await handled(later), await handled(other)]).toEqual([open, open])
  })
})
