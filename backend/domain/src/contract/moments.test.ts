import { expect, test } from 'vitest'
import { callbackChangeSchema } from './callbacks.ts'
import { momentTextSchema } from './common.ts'
import { deliveredInputSchema } from './orders.ts'

test.each(['1970-01-01T00:00:00Z', '2026-03-01T10:15:30.123456+02:00', '2199-12-31T00:00:00Z'])(
  '%s is a moment',
  (text) => expect(momentTextSchema.safeParse(text).success).toBe(true),
)

test.each(['9999-12-31T23:59:59-14:00', '0001-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-03-01T10:15:30'])(
  '%s is none',
  (text) => expect(momentTextSchema.safeParse(text).success).toBe(false),
)

test('a moment that no database can hold is refused where it is told', () => {
  const yearTenThousand = 253_402_300_800_000
  expect(deliveredInputSchema.safeParse({ deliveredAt: yearTenThousand }).success).toBe(false)
  expect(callbackChangeSchema.safeParse({ at: yearTenThousand }).success).toBe(false)
})
