import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderStatuses } from '../contract/index.ts'
import { customerTimeZone, defaultRetryRules, lawfulNow, mayDial, type DialQuestion } from './index.ts'

const noon = Date.parse('2026-01-15T10:00:00Z')
const due: DialQuestion = {
  status: 'new',
  nextAttemptAt: noon - 1,
  attemptsMade: 0,
  attemptsOfDay: 0,
  now: noon,
  timeZone: 'Europe/Kyiv',
  rules: defaultRetryRules,
}

describe('the question whether a number may be dialled', () => {
  it('allows what is due and says why', () => {
    expect(mayDial({ ...due, status: 'retry', attemptsMade: 2, attemptsOfDay: 1 })).toEqual({
      allowed: true,
      because: ['local time 12:00 in Europe/Kyiv is within 08:00–21:00', 'attempt 3 of 8', 'today 2 of 4'],
    })
  })

  it.each(['dialing', 'talking', 'confirmed', 'cancelled', 'exhausted'] as const)(
    'refuses an order that is %s, for good',
    (status) => {
      expect(mayDial({ ...due, status })).toMatchObject({ allowed: false, notBefore: null })
    },
  )

  it('refuses an order of later until it is time', () => {
    expect(mayDial({ ...due, nextAttemptAt: noon + 1 })).toMatchObject({ allowed: false, notBefore: noon + 1 })
  })

  it('refuses at night until the morning of the customer', () => {
    const night = Date.parse('2026-01-15T20:00:00Z')
    expect(mayDial({ ...due, now: night })).toMatchObject({
      allowed: false,
      notBefore: Date.parse('2026-01-16T06:00:00Z'),
    })
  })

  it('refuses past the attempts of the day until the next one, and past those of the order for good', () => {
    expect(mayDial({ ...due, attemptsOfDay: 4 })).toMatchObject({ notBefore: Date.parse('2026-01-16T06:00:00Z') })
    expect(mayDial({ ...due, attemptsMade: 8 })).toMatchObject({ allowed: false, notBefore: null })
  })

  it('never allows what breaks a rule, and what it refuses until then is not refused for the same reason then', () => {
    const question = fc.record({
      status: fc.constantFrom(...orderStatuses),
      nextAttemptAt: fc.option(fc.integer({ min: noon - 1e9, max: noon + 1e9 })),
      attemptsMade: fc.nat(10),
      attemptsOfDay: fc.nat(6),
      now: fc.integer({ min: noon - 1e9, max: noon + 1e9 }),
      timeZone: fc.constantFrom('Europe/Kyiv', 'America/Los_Angeles'),
    })
    fc.assert(
      fc.property(question, (given) => {
        const asked = { ...given, rules: defaultRetryRules }
        const decision = mayDial(asked)
        if (!decision.allowed) {
          if (decision.notBefore === null) return
          expect(mayDial({ ...asked, attemptsOfDay: 0, now: decision.notBefore })).not.toMatchObject({
            because: decision.because,
          })
          return
        }
        expect(['new', 'retry']).toContain(given.status)
        expect(given.nextAttemptAt).toBeLessThanOrEqual(given.now)
        expect(given.attemptsMade).toBeLessThan(8)
        expect(given.attemptsOfDay).toBeLessThan(4)
        expect(lawfulNow({ ...asked, hours: defaultRetryRules.hours })).toBe(true)
      }),
    )
  })
})

describe("a customer's time zone", () => {
  it("is the number's country's where that has one clock, else the client's", () => {
    expect(customerTimeZone('+380441234567', 'Europe/Warsaw')).toBe('Europe/Kyiv')
    expect(customerTimeZone('+48221234567', 'Europe/Kyiv')).toBe('Europe/Warsaw')
    expect(customerTimeZone('+12125550100', 'Europe/Kyiv')).toBe('Europe/Kyiv')
  })
})
