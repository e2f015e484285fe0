import { isDialing, retryRulesOf } from '@orderline/domain/campaign'
import type { DialMode, EpochMs, Postponement } from '@orderline/domain/contract'
import {
  attemptsOfDay,
  attemptsToNumber,
  customerTimeZone,
  isWishedCall,
  localTime,
  mayDial,
  type DialOfNumber,
  type DialQuestion,
  type RetryRules,
} from '@orderline/domain/dialing'
import { answerTraits } from '@orderline/domain/pacing'
import { isPaidNumber } from '@orderline/domain/phone'
import type { Campaign, Client, Directory } from './directory-repository.ts'
import {
  twoDaysMs,
  type DueQuestion,
  type DueSubject,
  type NumberFacts,
  type PromiseQuestion,
  type SubjectsRepository,
} from './subjects-repository.ts'

/** Somebody who may be dialled now, how, and the reasons that are kept with the attempt. */
export type Candidate = {
  due: DueSubject
  campaign: Campaign | null
  client: Client
  queueId: string
  mode: DialMode
  allowedBecause: string[]
  /** What says how likely a person answers; see `answerTraits`. */
  traits: string[]
}

/** Who is due: those that may be dialled, in their order, and those that must wait. */
export type Stock = {
  promised: Candidate[]
  /** Campaign → who may be dialled. */
  ofCampaign: Map<string, Candidate[]>
  postponed: Postponement[]
}

export type HopperQuestion = {
  directory: Directory
  now: EpochMs
  /** How many are wanted of each campaign. */
  wanted: ReadonlyMap<Campaign, number>
  promises: Pick<PromiseQuestion, 'limit' | 'freeAgents' | 'agentsOnShift'>
  /** Ids of orders and records, and numbers, that are being dialled or talked to. */
  underWay: { ids: ReadonlyMap<string, string | null>; numbers: ReadonlySet<string> }
}

export type HopperDeps = { subjects: SubjectsRepository; house: RetryRules }
export type Hopper = ReturnType<typeof createHopper>

/** Takes who is due from the database, new ones and repeats as far as they are wanted, and asks of each whether it may be dialled. */
export function createHopper({ subjects, house }: HopperDeps) {
  function judge(due: DueSubject, facts: NumberFacts, question: HopperQuestion): Verdict {
    const { directory, now } = question
    const campaign = due.campaignId === null ? null : (directory.campaigns.get(due.campaignId) ?? null)
    const client = directory.clients.get(due.clientId)
    const queueId = campaign?.queueId ?? due.queueId ?? client?.orderQueueId
    if (!client || queueId == null) return { kind: 'left' }
    const dialed = { due, campaign, client, facts, now, house, numbers: question.underWay.numbers }
    const mode = modeOf(dialed)
    const asked = dialQuestion(dialed, mode)
    const decision = mayDial(asked)
    if (decision.allowed) {
      const { because: allowedBecause } = decision
      const traits = traitsOf(dialed, asked)
      return { kind: 'allowed', candidate: { due, campaign, client, queueId, mode, allowedBecause, traits } }
    }
    // What waits for something else to change is asked again; the rest the backend writes down.
    if (decision.notBefore === null && decision.settles === null) return { kind: 'left' }
    const { because, notBefore: until } = decision
    return { kind: 'postponed', postponement: { subject: due.subject, until, because } }
  }

  return {
    async fill(question: HopperQuestion): Promise<Stock> {
      const { now } = question
      const [promised, others] = await Promise.all([
        findPromised(subjects, question),
        subjects.findDue(dueQuestions(question), now),
      ])
      const stock: Stock = { promised: [], ofCampaign: new Map(), postponed: [] }
      const all = [...promised, ...others]
      if (all.length === 0) return stock
      const facts = await subjects.findNumberFacts([...new Set(all.map(({ number }) => number))], now)
      const taken = new Set<string>()
      for (const due of all) {
        const verdict = judge(due, facts, question)
        if (verdict.kind === 'postponed') stock.postponed.push(verdict.postponement)
        // Two who share a number are not dialled at once: the second one's turn comes.
        if (verdict.kind !== 'allowed' || taken.has(due.number)) continue
        taken.add(due.number)
        listFor(stock, due).push(verdict.candidate)
      }
      return stock
    },
  }
}

type Verdict =
  { kind: 'allowed'; candidate: Candidate } | { kind: 'postponed'; postponement: Postponement } | { kind: 'left' }

function findPromised(subjects: SubjectsRepository, question: HopperQuestion): Promise<DueSubject[]> {
  const { directory, now, promises, underWay } = question
  if (promises.limit === 0) return Promise.resolve([])
  const campaignIds = [...directory.campaigns.values()]
    .filter((campaign) => isDialing(campaign, now))
    .map(({ id }) => id)
  return subjects.findPromised({ ...promises, now, except: [...underWay.ids.keys()], campaignIds })
}

function dueQuestions({ wanted, underWay, now }: HopperQuestion): DueQuestion[] {
  return [...wanted].flatMap(([campaign, limit]) => {
    if (limit === 0 || !isDialing(campaign, now)) return []
    const except = [...underWay.ids].filter(([, campaignId]) => campaignId === campaign.id).map(([id]) => id)
    const kind = campaign.settings.source.kind === 'orders' ? ('order' as const) : ('record' as const)
    return [{ campaignId: campaign.id, kind, beginsNew: campaign.status === 'running', limit, except }]
  })
}

function listFor({ promised, ofCampaign }: Stock, due: DueSubject): Candidate[] {
  if (due.promisedAt !== null || due.campaignId === null) return promised
  const known = ofCampaign.get(due.campaignId)
  if (known) return known
  const list: Candidate[] = []
  ofCampaign.set(due.campaignId, list)
  return list
}

/** Those that a local day, or what is learnt of the last dial, can be about. */
function recent(dials: readonly DialOfNumber[], now: EpochMs): DialOfNumber[] {
  return dials.filter(({ startedAt }) => startedAt >= now - twoDaysMs)
}

type Dialed = {
  due: DueSubject
  campaign: Campaign | null
  client: Client
  facts: NumberFacts
  now: EpochMs
  house: RetryRules
  numbers: ReadonlySet<string>
}

/** What was promised, or held after an abandoned call, is dialled with an agent reserved first; where a campaign has none, not. */
function modeOf({ due, campaign, facts, now }: Dialed): DialMode {
  if (!campaign || due.promisedAt !== null) return 'progressive'
  const isHeld = (facts.holds.get(due.number) ?? 0) > now
  return isHeld && campaign.mode === 'predictive' ? 'progressive' : campaign.mode
}

function traitsOf({ due, facts, now }: Dialed, { timeZone }: DialQuestion): string[] {
  const ended = recent(facts.attempts.get(due.number) ?? [], now).filter(({ outcome }) => outcome !== null)
  const last = ended.reduce<(typeof ended)[number] | null>(
    (latest, attempt) => (latest && latest.startedAt > attempt.startedAt ? latest : attempt),
    null,
  )
  const localHour = localTime(now, timeZone).hour
  return answerTraits({ attemptsMade: due.attemptsMade, localHour, lastOutcome: last?.outcome ?? null })
}

function dialQuestion(dialed: Dialed, mode: DialMode): DialQuestion {
  const { due, campaign, client, facts, now, house, numbers } = dialed
  const timeZone = customerTimeZone(due.number, client.timeZone)
  const dials = facts.attempts.get(due.number) ?? []
  const history = { dials, calledUsAt: facts.calledUs.get(due.number) ?? null }
  const { promisedAt: at, promiseSource: source } = due
  const scopes = facts.doNotCall.filter(({ number }) => number === due.number).map(({ scope }) => scope)
  return {
    status: due.status,
    nextAttemptAt: due.nextAttemptAt,
    attemptsMade: due.attemptsMade,
    attemptsOfDay: attemptsOfDay(recent(dials, now), { now, timeZone }),
    attemptsToNumber: attemptsToNumber(history, now),
    isPromised: at !== null,
    isWished: isWishedCall(at !== null && source !== null ? { at, source } : null, history),
    campaign,
    mode,
    isPaid: isPaidNumber(due.number),
    doNotCall: scopes.includes('*') ? 'all' : scopes.includes(client.id) ? 'client' : null,
    heldUntil: facts.holds.get(due.number) ?? null,
    isNumberUnderWay: numbers.has(due.number) || dials.some(({ outcome }) => outcome === null),
    now,
    timeZone,
    rules: retryRulesOf(campaign?.settings ?? null, { house, subject: due.subject.kind }),
  }
}
