import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DialRecordRow } from '@orderline/db'
import { createCampaign } from '@orderline/db/testing'
import type { DialSubject } from '@orderline/domain/contract'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
/** The client lives in Kyiv, where it is night; in Warsaw it is an hour earlier, and open still. */
const night = Date.parse('2026-01-15T19:30:00Z')
const morning = new Date('2026-01-16T06:00:00Z')
const due = new Date(noon)

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(async () => {
  bed.clock.at = night
  await bed.db('dial_records').delete()
})

const postpone = (kind: DialSubject['kind'], { id }: { id: string }) =>
  bed.dialService().postpone({ subject: { kind, id }, until: null, because: 'out of hours' })
const dueOf = async ({ id }: DialRecordRow) => (await bed.record(id))?.next_attempt_at

describe('a line that is out of hours', () => {
  it('takes with it all of its campaign whose customers live by the same clock, and wakes the dialer', async () => {
    const numbers = ['+380671230001', '+380671230002', '+12125550103']
    const alike = await Promise.all(numbers.map((number) => bed.addRecord({ number, next_attempt_at: due })))
    const wakes = bed.wakes.count
    await postpone('record', alike[0]!)
    expect(await Promise.all(alike.map(dueOf))).toEqual([morning, morning, morning])
    expect(bed.wakes.count).toBe(wakes + 1)
    await postpone('record', alike[1]!)
    expect(bed.wakes.count).toBe(wakes + 1)
  })

  it('leaves those of another clock, of another campaign, planned for later, promised or settled', async () => {
    const other = await createCampaign(bed.db, { client_id: bed.client.id, queue_id: bed.queue.id })
    const later = new Date(night + 60_000)
    const [closed, ...left] = await Promise.all([
      bed.addRecord({ number: '+380671230001', next_attempt_at: due }),
      bed.addRecord({ number: '+48221234567', next_attempt_at: due }),
      bed.addRecord({ number: '+380671230003', next_attempt_at: due, campaign_id: other.id }),
      bed.addRecord({ number: '+380671230004', next_attempt_at: later }),
      bed.addRecord({ number: '+380671230005', next_attempt_at: due, promised_at: due, status: 'retry' }),
      bed.addRecord({ number: '+380671230006', next_attempt_at: null, status: 'done' }),
    ])
    await postpone('record', closed)
    expect(await dueOf(closed)).toEqual(morning)
    expect(await Promise.all(left.map(dueOf))).toEqual([due, due, later, due, null])
  })

  it('does so of orders, too, and not when something else than the hour stands against it', async () => {
    const [first, second] = await Promise.all([bed.placeOrder(), bed.placeOrder()])
    const plannedFor = async () =>
      Promise.all([first, second].map(async ({ id }) => (await bed.order(id))?.next_attempt_at))
    const service = bed.dialService({ isOnTheLine: () => true })
    await service.postpone({ subject: { kind: 'order', id: first.id }, until: null, because: 'under way' })
    expect(await plannedFor()).toEqual([new Date(night + 60_000), second.next_attempt_at])
    bed.clock.at = night + 60_000
    await postpone('order', second)
    expect(await plannedFor()).toEqual([morning, morning])
  })
})
