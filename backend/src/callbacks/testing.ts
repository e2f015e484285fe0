import { createUser } from '@orderline/db/testing'
import type { CallbackView, MissedCallView, Page } from '@orderline/domain/contract'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import type { Session } from '../http/http-types.ts'
import { createHttpTestBed } from '../http/testing.ts'
import { createOrderService } from '../orders/order-service.ts'
import { createRecordsRepository } from '../records/records-repository.ts'
import { createRecordsService } from '../records/records-service.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { createCallbacksRoutes } from './callbacks-routes.ts'
import { createCallbacksService } from './callbacks-service.ts'

export const hour = 3_600_000

export type CallbacksBed = Awaited<ReturnType<typeof createCallbacksBed>>
export type Asker = keyof CallbacksBed['as']

/** A centre that promises calls: two agents who serve the one shop, and a supervisor. */
export async function createCallbacksBed() {
  const bed = await createDialingBed()
  const { db, client, queue } = bed
  const http = createHttpTestBed({ db })
  await http.start([createCallbacksRoutes({ guards: http.guards, callbacks: createService(bed) })])
  const marko = await createUser(db, { name: 'Marko' })
  const [olena, supervisor] = [await createUser(db), await createUser(db, { role: 'supervisor' })]
  const as = { marko: await http.as(marko), olena: await http.as(olena), supervisor: await http.as(supervisor) }
  const input = { clientId: client.id, queueId: queue.id, number: '+380671234599', at: noon + hour }

  return {
    ...bed,
    http,
    marko,
    as,
    /** Promises a call in an hour, unless told otherwise. */
    create: (who: keyof typeof as, over: Record<string, unknown> = {}) =>
      http.ask<CallbackView>('/api/callbacks', { method: 'POST', body: { ...input, ...over }, headers: as[who] }),
    /** Promises that are not kept yet. */
    open: async (who: keyof typeof as) =>
      (await http.ask<Page<CallbackView>>('/api/callbacks?state=open', { headers: as[who] })).body.items,
    async addMissedCall(clientId = client.id): Promise<string> {
      const id = createId()
      const ids = { client_id: clientId, queue_id: queue.id }
      const plain = { direction: 'inbound' as const, status: 'missed' as const, started_at: new Date(noon - hour) }
      await db('calls').insert({ id, ...ids, ...plain })
      return id
    },
    missed: (callId: string) => findMissed(bed, callId, marko.id),
    /** Shops that a test opened are offered to no other. */
    closeOtherShops: async (): Promise<void> => {
      await db('clients').whereNot({ id: client.id }).update({ active: false })
    },
    async close(): Promise<void> {
      await http.close()
      await bed.close()
    },
  }
}

function createService({ db, client, clock }: DialingBed) {
  const now = () => clock.at
  const outbox = createOutbox({ now, enqueue: () => undefined })
  const orders = createOrderService({ db, outbox, now, wakeDialer: () => undefined })
  const sight = ({ role }: Session) => (role === 'agent' ? [client.id] : null)
  return createCallbacksService({
    db,
    orders,
    sight,
    rules: defaultRetryRules,
    wakeDialer: () => Promise.resolve(),
    now,
  })
}

/** As the board's list has it. */
async function findMissed({ db, clock }: DialingBed, id: string, userId: string): Promise<MissedCallView | undefined> {
  const records = createRecordsService({
    missedCallDue: ({ since }) => since,
    records: createRecordsRepository(db),
    sight: () => null,
    now: () => clock.at,
  })
  const session = { userId, role: 'supervisor', clientId: null } as Session
  return (await records.listMissed({ limit: 50, offset: 0 }, session)).items.find(({ callId }) => callId === id)
}
