import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toDate } from '@orderline/db'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { createId } from '@orderline/runtime/ids'
import { createMayStillDial } from './may-still-dial.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.forgetAttempts()
  bed.clock.at = noon
})

/** An order whose card an agent reads; nothing is dialled yet. */
async function preview() {
  const order = await bed.placeOrder()
  const dialOrder = await bed.claimed(order, { mode: 'preview' })
  await bed.dialService().carryOut(dialOrder)
  const mayStillDial = createMayStillDial({ db: bed.db, rules: defaultRetryRules, now: () => bed.clock.at })
  const ask = () => mayStillDial({ attemptId: dialOrder.attemptId, customerNumber: order.phone } as never)
  return { order, ask }
}

describe('a preview that begins to dial', () => {
  it('is asked about once more, and its own attempt does not count against it', async () => {
    const { ask } = await preview()
    expect(await ask()).toMatchObject({ allowed: true })
  })

  it.each(['cancelled', 'confirmed', 'exhausted'] as const)(
    'is not dialled when its order was %s while the card was read',
    async (status) => {
      const { order, ask } = await preview()
      await bed.db('orders').where({ id: order.id }).update({ status, next_attempt_at: null })
      expect(await ask()).toMatchObject({ allowed: false, because: `it is ${status}` })
    },
  )

  it('is not dialled when the number was forbidden, or the evening came, while the card was read', async () => {
    const { order, ask } = await preview()
    bed.clock.at = Date.parse('2026-01-15T19:00:00Z')
    expect(await ask()).toMatchObject({ allowed: false, rule: 'hours' })
    bed.clock.at = noon
    const entry = { id: createId(), number: order.phone, scope: '*', source: 'api' as const, note: '', author_id: null }
    await bed.db('do_not_call').insert({ ...entry, created_at: toDate(noon) })
    expect(await ask()).toMatchObject({ allowed: false, rule: 'do-not-call' })
  })
})
