import fc from 'fast-check'
import { expect, it } from 'vitest'
import { attemptOutcomes, campaignInputSchema, type AttemptOutcome, type DialMode } from '../contract/index.ts'
import {
  attemptsOfDay,
  attemptsToNumber,
  defaultRetryRules,
  isCharged,
  isWishedCall,
  localTime,
  mayDial,
  planNextAttempt,
  type RetryRules,
} from '../dialing/index.ts'
import { applyCampaignAction, retryRulesOf } from './index.ts'

/** What can happen to two campaigns of two shops whose lists share two numbers. */
type Happening =
  | { type: 'dial'; subject: number; mode: DialMode }
  | { type: 'end'; subject: number; outcome: AttemptOutcome }
  | { type: 'wait'; minutes: number }
  | { type: 'wish'; subject: number; inMinutes: number }
  | { type: 'callUs'; number: number }
  | { type: 'forbid'; number: number; client: number | null }
  | { type: 'act'; campaign: number; action: 'start' | 'pause' | 'resume' | 'drain' | 'stop' }

const hour = 60 * 60_000
const holdMs = 72 * hour
const timeZone = 'Europe/Kyiv'
const begin = Date.parse('2026-01-15T07:00:00Z')

const input = campaignInputSchema.parse({
  name: 'A list',
  clientId: '0197a000-0000-7000-8000-000000000003',
  queueId: '0197a000-0000-7000-8000-000000000004',
  mode: 'predictive',
  source: { kind: 'list' },
  hours: { from: '09:00', until: '20:00', holidays: ['2026-01-16'] },
  retry: {
    ...{ attemptsInTotal: 6, attemptsOfDay: 3, attemptsToNumber: 7 },
    ofOutcome: { busy: { kind: 'retry', afterMinutes: 1, times: 5 } },
  },
})
const rules: RetryRules = retryRulesOf(input, { house: defaultRetryRules, subject: 'record' })

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('dial' as const),
      subject: fc.nat(3),
      mode: fc.constantFrom<DialMode>('predictive', 'progressive'),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      subject: fc.nat(3),
      outcome: fc.oneof(fc.constant<AttemptOutcome>('busy'), fc.constantFrom(...attemptOutcomes)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      minutes: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 600 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('wish' as const),
      subject: fc.nat(3),
      inMinutes: fc.integer({ min: 1, max: 300 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('callUs' as const), number: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('forbid' as const), number: fc.nat(1), client: fc.option(fc.nat(1)) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('act' as const),
      campaign: fc.nat(1),
      action: fc.constantFrom('start' as const, 'pause' as const, 'resume' as const, 'drain' as const, 'stop' as const),
    }),
  },
)

type Attempt = { number: number; startedAt: number; outcome: AttemptOutcome | null; isTalk: boolean; isWished: boolean }
type Subject = {
  campaign: number
  number: number
  status: 'new' | 'retry' | 'dialing' | 'done'
  due: number | null
  attempts: Attempt[]
  promisedAt: number | null
}

function createWorld() {
  const subjects: Subject[] = [0, 1, 2, 3].map((index) => ({
    campaign: index % 2,
    number: index < 2 ? 0 : 1,
    status: 'new',
    due: begin,
    attempts: [],
    promisedAt: null,
  }))
  const world = {
    now: begin,
    subjects,
    campaigns: ['running', 'running'] as ('running' | 'paused' | 'draining' | 'stopped' | 'draft' | 'finished')[],
    forbidden: [] as { number: number; client: number | null }[],
    heldUntil: [0, 0],
    calledUsAt: [null, null] as (number | null)[],
  }
  const ofNumber = (number: number) =>
    subjects.flatMap((subject) => subject.attempts).filter((one) => one.number === number)
  return { ...world, ofNumber }
}
type World = ReturnType<typeof createWorld>

function dial(world: World, { subject: index, mode }: Extract<Happening, { type: 'dial' }>): void {
  const subject = world.subjects[index]!
  const { now } = world
  const attempts = world.ofNumber(subject.number)
  const listed = world.forbidden.find(
    ({ number, client }) => number === subject.number && (client ?? subject.campaign) === subject.campaign,
  )
  const history = { dials: attempts, calledUsAt: world.calledUsAt[subject.number]! }
  const promised = subject.promisedAt === null ? null : ({ at: subject.promisedAt, source: 'agent' } as const)
  const isWished = isWishedCall(promised, history)
  const decision = mayDial({
    status: subject.status,
    nextAttemptAt: subject.due,
    attemptsMade: subject.attempts.filter(({ outcome }) => outcome === null || isCharged(outcome)).length,
    attemptsOfDay: attemptsOfDay(attempts, { now, timeZone }),
    attemptsToNumber: attemptsToNumber(history, now),
    isPromised: promised !== null,
    isWished,
    campaign: { status: world.campaigns[subject.campaign]!, startsAt: null, endsAt: null },
    mode,
    isPaid: false,
    doNotCall: listed ? (listed.client === null ? 'all' : 'client') : null,
    heldUntil: world.heldUntil[subject.number]!,
    isNumberUnderWay: attempts.some(({ outcome }) => outcome === null),
    now,
    timeZone,
    rules,
  })
  if (!decision.allowed) return
  expectLawful(world, subject, mode)
  if (!isWished) expectWithinLimits(world, subject)
  subject.status = 'dialing'
  subject.attempts.push({ number: subject.number, startedAt: now, outcome: null, isTalk: false, isWished })
}

/** Said anew, without the functions under test. */
function expectLawful(world: World, subject: Subject, mode: DialMode): void {
  const { now } = world
  const { day, hour: clock } = localTime(now, timeZone)
  expect(clock).toBeGreaterThanOrEqual(9)
  expect(clock).toBeLessThan(20)
  expect(day).not.toBe('2026-01-16')
  expect(world.forbidden).not.toContainEqual({ number: subject.number, client: null })
  expect(world.forbidden).not.toContainEqual({ number: subject.number, client: subject.campaign })
  if (mode === 'predictive') expect(world.heldUntil[subject.number]).toBeLessThanOrEqual(now)
  expect(chargedOf(world, subject.number).every(({ outcome }) => outcome !== null)).toBe(true)
  expect(['running', 'draining']).toContain(world.campaigns[subject.campaign])
}

/** What the customer has not asked for. */
function expectWithinLimits(world: World, subject: Subject): void {
  const { now } = world
  const { day } = localTime(now, timeZone)
  const made = chargedOf(world, subject.number)
  expect(made.filter(({ startedAt }) => localTime(startedAt, timeZone).day === day).length).toBeLessThan(3)
  expect(made.filter((attempt) => subject.attempts.includes(attempt)).length).toBeLessThan(6)
  const lastTalk = made.findLast(({ isTalk }) => isTalk)?.startedAt ?? 0
  const heard = Math.max(lastTalk, world.calledUsAt[subject.number] ?? 0)
  const inVain = made.filter(({ startedAt }) => startedAt > heard && startedAt > now - 30 * 24 * hour)
  expect(inVain.length).toBeLessThan(7)
}

function chargedOf(world: World, number: number): Attempt[] {
  return world
    .ofNumber(number)
    .filter(({ outcome }) => !['congestion', 'system-failure', 'skipped'].includes(outcome ?? ''))
    .sort((one, other) => one.startedAt - other.startedAt)
}

function end(world: World, { subject: index, outcome }: Extract<Happening, { type: 'end' }>): void {
  const subject = world.subjects[index]!
  const attempt = subject.attempts.at(-1)
  if (attempt?.outcome !== null || !attempt) return
  attempt.outcome = outcome
  attempt.isTalk = outcome === 'answered'
  if (outcome === 'abandoned') world.heldUntil[subject.number] = world.now + holdMs
  const plan = planNextAttempt({
    outcome,
    attemptsMade: subject.attempts.filter((one) => isCharged(one.outcome!)).length,
    attemptsOfDay: attemptsOfDay(world.ofNumber(subject.number), { now: world.now, timeZone }),
    attemptsToNumber: attemptsToNumber(
      { dials: world.ofNumber(subject.number), calledUsAt: world.calledUsAt[subject.number]! },
      world.now,
    ),
    lastOutcomes: subject.attempts.map(({ startedAt, outcome: past }) => ({ startedAt, outcome: past! })),
    now: world.now,
    timeZone,
    rules,
  })
  subject.status = 'at' in plan ? 'retry' : 'done'
  subject.due = 'at' in plan ? plan.at : null
  if (isCharged(outcome)) subject.promisedAt = null
}

/** As often as they like, also of what all attempts were made for. */
function wish(world: World, { subject: index, inMinutes }: Extract<Happening, { type: 'wish' }>): void {
  const subject = world.subjects[index]!
  if (subject.status === 'dialing') return
  const at = world.now + inMinutes * 60_000
  Object.assign(subject, { status: 'retry', due: at, promisedAt: at })
}

function happen(world: World, event: Happening): void {
  if (event.type === 'dial') dial(world, event)
  else if (event.type === 'end') end(world, event)
  else if (event.type === 'wish') wish(world, event)
  else if (event.type === 'callUs') world.calledUsAt[event.number] = world.now
  else if (event.type === 'wait') world.now += event.minutes * 60_000
  else if (event.type === 'forbid') world.forbidden.push({ number: event.number, client: event.client })
  else {
    const next = applyCampaignAction(world.campaigns[event.campaign]!, event.action)
    if (next) world.campaigns[event.campaign] = next
  }
}

it('no sequence of events dials a number that may not be dialled', () => {
  let dials = 0
  let wished = 0
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 150 }), (events) => {
      const world = createWorld()
      for (const event of events) happen(world, event)
      const made = [...world.ofNumber(0), ...world.ofNumber(1)]
      dials += made.length
      wished += made.filter(({ isWished }) => isWished).length
    }),
    { numRuns: 150 },
  )
  // Else a rule that refuses everything would pass.
  expect(dials).toBeGreaterThan(100)
  expect(wished).toBeGreaterThan(5)
})
