import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { campaignStatuses, dialModes, orderStatuses, recordStatuses } from '../contract/index.ts'
import { customerTimeZone, defaultRetryRules, lawfulNow, mayDial, type DialQuestion } from './index.ts'

const noon = Date.parse('2026-01-15T10:00:00Z')
const due: DialQuestion = {
  status: 'new',
  nextAttemptAt: noon - 1,
  attemptsMade: 0,
  attemptsOfDay: 0,
  attemptsToNumber: 0,
  isPromised: false,
  isWished: false,
  campaign: { status: 'running', startsAt: null, endsAt: null },
  mode: 'progressive',
  isPaid: false,
  doNotCall: null,
  heldUntil: null,
  isNumberUnderWay: false,
  now: noon,
  timeZone: 'Europe/Kyiv',
  rules: defaultRetryRules,
}

describe('the question whether a number may be dialled', () => {
  it('allows what is due and says why', () => {
    expect(mayDial({ ...due, status: 'retry', attemptsMade: 2, attemptsOfDay: 1, attemptsToNumber: 4 })).toEqual({
      allowed: true,
      because: [
        'local time 12:00 in Europe/Kyiv is within 08:00–21:00',
        'attempt 3 of 8',
        'today 2 of 4',
        'to the number 5 of 20 in 30 days without a talk',
        'on no do-not-call list',
        'campaign running',
      ],
    })
  })

  it.each(['dialing', 'talking', 'confirmed', 'cancelled', 'exhausted', 'done', 'skipped', 'blocked'] as const)(
    'refuses what is %s, for good',
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
    expect(mayDial({ ...due, attemptsMade: 8 })).toMatchObject({ notBefore: null, settles: 'exhausted' })
  })

  it('gives up what would ring a number over its limit, whatever the order, and says so', () => {
    const because = 'all 20 attempts to the number in 30 days are made, without a talk'
    expect(mayDial({ ...due, attemptsToNumber: 19 })).toMatchObject({ allowed: true })
    expect(mayDial({ ...due, attemptsToNumber: 20 })).toMatchObject({ because, notBefore: null, settles: 'exhausted' })
    // Another dial of the number may still lead to a talk.
    expect(mayDial({ ...due, attemptsToNumber: 20, isNumberUnderWay: true })).toMatchObject({ settles: null })
  })

  it('dials what the customer has asked for beyond all limits of attempts, and beyond nothing else', () => {
    const wished = { ...due, isPromised: true, isWished: true, attemptsMade: 9, attemptsOfDay: 5, attemptsToNumber: 30 }
    const decision = mayDial(wished)
    expect(decision).toMatchObject({ allowed: true })
    expect(decision.because).toContain('asked for by the customer: no limit of attempts stands against it')
    expect(mayDial({ ...wished, isWished: false })).toMatchObject({ settles: 'exhausted' })
    expect(mayDial({ ...wished, doNotCall: 'client' })).toMatchObject({ settles: 'blocked' })
    expect(mayDial({ ...wished, isPaid: true })).toMatchObject({ settles: 'blocked' })
    expect(mayDial({ ...wished, isNumberUnderWay: true })).toMatchObject({ allowed: false })
    expect(mayDial({ ...wished, mode: 'predictive', heldUntil: noon + 1 })).toMatchObject({ allowed: false })
    const night = Date.parse('2026-01-15T20:00:00Z')
    expect(mayDial({ ...wished, now: night })).toMatchObject({ notBefore: Date.parse('2026-01-16T06:00:00Z') })
  })

  it('never dials a number on a do-not-call list, and blocks what would', () => {
    for (const doNotCall of ['all', 'client'] as const) {
      expect(mayDial({ ...due, isPromised: true, doNotCall })).toMatchObject({ allowed: false, settles: 'blocked' })
    }
  })

  it('dials a number that was abandoned with an agent reserved first only, for as long as it is held', () => {
    const heldUntil = noon + 1
    for (const mode of ['predictive', 'agentless'] as const) {
      expect(mayDial({ ...due, mode, heldUntil })).toMatchObject({ allowed: false, notBefore: heldUntil })
      expect(mayDial({ ...due, mode, heldUntil: noon })).toMatchObject({ allowed: true })
    }
    for (const mode of ['preview', 'progressive'] as const) {
      expect(mayDial({ ...due, mode, heldUntil })).toMatchObject({ allowed: true })
    }
  })

  it('never dials what costs more than the line, also when it was promised', () => {
    expect(mayDial({ ...due, isPaid: true, isPromised: true })).toMatchObject({ allowed: false, settles: 'blocked' })
  })

  it('waits while the number is being dialled for somebody else', () => {
    expect(mayDial({ ...due, isNumberUnderWay: true })).toMatchObject({ allowed: false, notBefore: noon + 60_000 })
  })

  it.each(['draft', 'paused', 'stopped', 'finished'] as const)(
    'leaves alone what belongs to a campaign that is %s',
    (status) => {
      const campaign = { status, startsAt: null, endsAt: null }
      expect(mayDial({ ...due, campaign })).toMatchObject({ allowed: false, notBefore: null, settles: null })
    },
  )

  it('begins nothing new in a campaign that drains, and goes on with what was dialled or promised', () => {
    const campaign = { status: 'draining', startsAt: null, endsAt: null } as const
    expect(mayDial({ ...due, campaign })).toMatchObject({ allowed: false, settles: null })
    expect(mayDial({ ...due, campaign, status: 'retry' })).toMatchObject({ allowed: true })
    expect(mayDial({ ...due, campaign, isPromised: true })).toMatchObject({ allowed: true })
  })

  it('keeps to the start and the end of a campaign', () => {
    const of = (startsAt: number | null, endsAt: number | null) => ({ status: 'running', startsAt, endsAt }) as const
    expect(mayDial({ ...due, campaign: of(noon + 5, null) })).toMatchObject({ allowed: false, notBefore: noon + 5 })
    expect(mayDial({ ...due, campaign: of(null, noon) })).toMatchObject({ allowed: false, settles: null })
    expect(mayDial({ ...due, campaign: of(noon, noon + 1) })).toMatchObject({ allowed: true })
  })

  it('dials without a campaign only what was promised', () => {
    expect(mayDial({ ...due, campaign: null })).toMatchObject({ allowed: false, settles: null })
    expect(mayDial({ ...due, campaign: null, isPromised: true })).toMatchObject({ allowed: true })
  })

  it('keeps to weekdays and holidays of the campaign, by the calendar of the customer', () => {
    const hours = { ...defaultRetryRules.hours, weekdays: [1, 2, 3, 4], holidays: ['2026-01-19'] }
    const rules = { ...defaultRetryRules, hours }
    const friday = Date.parse('2026-01-16T10:00:00Z')
    const asked = { ...due, rules, now: friday, nextAttemptAt: friday }
    // Friday to Sunday, and Monday is a holiday.
    expect(mayDial(asked)).toMatchObject({ allowed: false, notBefore: Date.parse('2026-01-20T06:00:00Z') })
    expect(mayDial({ ...asked, rules: { ...rules, hours: { ...hours, weekdays: [] } } })).toMatchObject({
      allowed: false,
      notBefore: null,
    })
  })

  it('never allows what breaks a rule, and what it refuses until then is not refused for the same reason then', () => {
    const question = fc.record({
      status: fc.constantFrom(...orderStatuses, ...recordStatuses),
      isPromised: fc.boolean(),
      campaign: fc.option(
        fc.record({
          status: fc.constantFrom(...campaignStatuses),
          startsAt: fc.option(fc.integer({ min: noon - 1e9, max: noon + 1e9 })),
          endsAt: fc.option(fc.integer({ min: noon - 1e9, max: noon + 1e9 })),
        }),
      ),
      mode: fc.constantFrom(...dialModes),
      isPaid: fc.boolean(),
      doNotCall: fc.constantFrom('all' as const, 'client' as const, null, null),
      heldUntil: fc.option(fc.integer({ min: noon - 1e9, max: noon + 1e9 })),
      isNumberUnderWay: fc.boolean(),
      nextAttemptAt: fc.option(fc.integer({ min: noon - 1e9, max: noon + 1e9 })),
      attemptsMade: fc.nat(10),
      attemptsOfDay: fc.nat(6),
      attemptsToNumber: fc.nat(25),
      isWished: fc.boolean(),
      now: fc.integer({ min: noon - 1e9, max: noon + 1e9 }),
      timeZone: fc.constantFrom('Europe/Kyiv', 'America/Los_Angeles'),
    })
    fc.assert(
      fc.property(question, (given) => {
        const asked = { ...given, rules: defaultRetryRules }
        const decision = mayDial(asked)
        if (!decision.allowed) {
          if (decision.notBefore === null) return
          const then = { ...asked, attemptsOfDay: 0, isNumberUnderWay: false, now: decision.notBefore }
          expect(mayDial(then)).not.toMatchObject({ because: decision.because })
          return
        }
        expect(['new', 'retry']).toContain(given.status)
        expect(given.nextAttemptAt).toBeLessThanOrEqual(given.now)
        expect(given.isWished || given.attemptsMade < 8).toBe(true)
        expect(given.isWished || given.attemptsOfDay < 4).toBe(true)
        expect(given.isWished || given.attemptsToNumber < 20).toBe(true)
        expect(given.isPaid).toBe(false)
        expect(given.doNotCall).toBeNull()
        expect(given.isNumberUnderWay).toBe(false)
        expect(given.isPromised || given.campaign !== null).toBe(true)
        expect(['running', 'draining', undefined]).toContain(given.campaign?.status)
        if (given.mode === 'predictive' || given.mode === 'agentless') {
          expect(given.heldUntil ?? 0).toBeLessThanOrEqual(given.now)
        }
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
