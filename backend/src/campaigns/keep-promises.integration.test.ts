import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCampaign, rowsRead } from '@orderline/db/testing'
import type { CampaignRow } from '@orderline/db'
import { createKeepPromises } from './keep-promises.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
let keepPromises: () => Promise<number>
let list: CampaignRow
const promisedAt = new Date(noon + 3_600_000)

beforeAll(async () => {
  bed = await createDialingBed()
  const wakeDialer = () => Promise.resolve((bed.wakes.count += 1))
  keepPromises = createKeepPromises({ db: bed.db, wakeDialer, now: () => bed.clock.at })
})
afterAll(() => bed.close())
beforeEach(async () => {
  bed.clock.at = noon
  list = await createCampaign(bed.db, { client_id: bed.client.id, queue_id: bed.queue.id })
})

const promised = () =>
  bed.addRecord({
    ...{
      campaign_id: list.id,
      status: 'retry',
      attempts_made: 3,
      name: 'Ольга',
      note: 'size?',
      fields: { size: '42' },
    },
    ...{
      promised_at: promisedAt,
      promised_agent_id: bed.agentId,
      callback_source: 'agent',
      next_attempt_at: promisedAt,
    },
  })
const end = (status: CampaignRow['status']) => bed.db('campaigns').where({ id: list.id }).update({ status })
const ownCall = (number: string) => bed.db('dial_records').where({ number, status: 'new' }).first()

describe('a call that was promised on a line of a list', () => {
  it.each(['stopped', 'finished'] as const)('is one of its own when the list is %s, and rings', async (status) => {
    const line = await promised()
    expect(await keepPromises()).toBe(0)
    await end(status)
    const wakes = bed.wakes.count
    expect(await keepPromises()).toBe(1)
    expect(bed.wakes.count).toBe(wakes + 1)
    expect(await bed.record(line.id)).toMatchObject({
      ...{ status: 'skipped', campaign_id: list.id, promised_at: null, promised_agent_id: null, next_attempt_at: null },
      ...{ settled_at: new Date(noon), settled_because: 'the promised call is made without the campaign' },
    })
    const own = await ownCall(line.number)
    expect(own).toMatchObject({
      ...{ campaign_id: null, queue_id: bed.queue.id, promised_at: promisedAt, next_attempt_at: promisedAt },
      ...{ promised_agent_id: bed.agentId, callback_source: 'agent', name: 'Ольга', note: 'size?' },
    })
    expect(await keepPromises()).toBe(0)
    bed.clock.at = promisedAt.getTime()
    expect(await bed.dialService().carryOut(await bed.claimedRecord(own!))).toBe('dialed')
  })

  it('is made by its list while that is paused, and after the call that keeps it now', async () => {
    const line = await promised()
    await end('paused')
    expect(await keepPromises()).toBe(0)
    await end('stopped')
    await bed.db('dial_records').where({ id: line.id }).update({ status: 'dialing' })
    expect(await keepPromises()).toBe(0)
    // The network failed: it is promised still.
    await bed.db('dial_records').where({ id: line.id }).update({ status: 'retry' })
    expect(await keepPromises()).toBe(1)
  })

  it('is looked for without reading all lines that lists left when they were stopped', async () => {
    const left = await Promise.all(Array.from({ length: 300 }, () => bed.addRecord({ campaign_id: list.id })))
    await promised()
    await end('stopped')
    await bed.db.raw('analyze table dial_records, campaigns')
    await bed.db.transaction(async (trx) => {
      // By one connection, so that what it reads can be counted.
      const keep = createKeepPromises({ db: trx, wakeDialer: () => Promise.resolve(), now: () => bed.clock.at })
      expect(await keep()).toBe(1)
      const before = await rowsRead(trx)
      expect(await keep()).toBe(0)
      expect((await rowsRead(trx)) - before).toBeLessThan(left.length)
    })
  })

  it('is none where nothing was promised: what is left of a list that is over is left', async () => {
    const line = await bed.addRecord({ campaign_id: list.id, status: 'retry' })
    await end('stopped')
    expect(await keepPromises()).toBe(0)
    expect(await bed.record(line.id)).toMatchObject({ status: 'retry', campaign_id: list.id })
  })
})
