import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction, type Knex } from '@orderline/db'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { decideDial } from './decide-dial.ts'
import { settleAttempt } from './settle-attempt.ts'
import { lockSubject } from './subjects-repository.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())

/** The same transaction, in which something else happens as soon as holds were read. */
function withAfterHolds(trx: Knex.Transaction, happens: () => Promise<unknown>): Knex.Transaction {
  return new Proxy(trx, {
    apply(target, self, args: unknown[]) {
      const query = Reflect.apply(target, self, args) as Knex.QueryBuilder
      if (args[0] !== 'number_holds') return query
      const read = query.then.bind(query)
      return Object.assign(query, {
        then: (...done: Parameters<typeof read>) => read(async (row: unknown) => (await happens(), row)).then(...done),
      })
    },
  })
}

it('refuses a second dial of a number that is abandoned between two of its questions: it was under way, or it is held', async () => {
  const first = await bed.placeOrder()
  const { attemptId, ...dialOrder } = await bed.claimed(first, { mode: 'predictive' })
  expect(await bed.dialService().carryOut({ attemptId, ...dialOrder })).toBe('dialed')
  const second = await bed.placeOrder({ phone: first.phone })
  const abandoned = { attemptId, outcome: 'abandoned' as const, cause: null, endedAt: noon, call: null }
  const abandon = () => transaction(bed.db, (trx) => settleAttempt(bed.settle, trx, abandoned))
  const decision = await transaction(bed.db, async (trx) => {
    const locked = (await lockSubject(trx, { kind: 'order', id: second.id }))!
    const question = { locked, number: second.phone, mode: 'predictive', now: noon, rules: defaultRetryRules } as const
    return decideDial(withAfterHolds(trx, abandon), question)
  })
  expect(await bed.db('number_holds')).toMatchObject([{ number: first.phone }])
  expect(decision.allowed).toBe(false)
})
