import { isDeepStrictEqual } from 'node:util'
import type { ClockFigures, DayFigures } from '@orderline/domain/contract'
import { dayStart } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { CountedToday, createTodayRepository, Today } from './today-repository.ts'

export type TodayFiguresDeps = {
  repository: ReturnType<typeof createTodayRepository>
  /** How the orders received from this moment until now stand against the promise of 15 minutes. */
  readPromise: (since: Date) => Promise<Promised>
  /** What was said of this agent's day is no longer so. */
  onAgentChanged: (agentId: string) => void
  /** IANA name, of the centre: at its midnight the day begins. */
  timeZone: string
  now: Clock
  log: Logger
}
export type TodayFigures = ReturnType<typeof createTodayFigures>
type Promised = Pick<ClockFigures, 'share' | 'p50Ms'>
type Day = Omit<DayFigures, 'missedOffers'>
/** `question` counts what was asked: an answer that a later question overtook is dropped. */
type Cached<T> = { value: T; askedAt: number; question: number }

/** Screens and boards ask much more often than the figures change, and must not wait for storage. */
const freshMs = 2000
/** Each order of the day is judged for it, so it is asked less often than what is counted. */
const promiseFreshMs = 60_000
/** Many screens are put together, and many records written, within moments: their agents are asked for together. */
const gatherMs = 200
const mostAgents = 2000

const noToday: CountedToday = {
  inbound: 0,
  answered: 0,
  missed: 0,
  abandonedWaiting: 0,
  outbound: 0,
  contacts: 0,
  confirmed: 0,
  ordersWaiting: 0,
}
const noPromised: Promised = { share: null, p50Ms: null }
const noDay: Day = { calls: 0, confirmed: 0, talkSeconds: 0 }

/** Today's figures from memory, at most some seconds old; asking for them has them read again behind the scenes. */
export function createTodayFigures(deps: TodayFiguresDeps) {
  const { repository, readPromise, onAgentChanged, timeZone, now, log } = deps
  const centre: Cached<CountedToday> = { value: noToday, askedAt: 0, question: 0 }
  const promised: Cached<Promised> = { value: noPromised, askedAt: 0, question: 0 }
  const agents = new Map<string, Cached<Day>>()

  const asked = new Set<string>()
  const startOfDay = (): Date => new Date(dayStart(now(), timeZone))

  function failed(error: unknown): undefined {
    log.warn({ err: toError(error) }, 'figures of the day could not be read')
  }

  function readCentre(): void {
    centre.askedAt = now()
    follow(centre, repository.centre(startOfDay()).catch(failed))
  }

  function readPromised(): void {
    promised.askedAt = now()
    follow(promised, readPromise(startOfDay()).catch(failed))
  }

  function readSoon(agentId: string): void {
    dayOf(agentId).askedAt = now()
    if (asked.size === 0) setTimeout(readAsked, gatherMs).unref()
    asked.add(agentId)
  }

  function readAsked(): void {
    const agentIds = [...asked]
    asked.clear()
    const days = repository.agents(agentIds, startOfDay()).catch(failed)
    for (const id of agentIds) {
      const day = days.then((found) => found && (found.get(id) ?? noDay))
      follow(dayOf(id), day, () => onAgentChanged(id))
    }
  }

  function isOld({ askedAt }: Cached<unknown>, fresh = freshMs): boolean {
    return now() - askedAt >= fresh
  }

  function dayOf(agentId: string): Cached<Day> {
    if (agents.size > mostAgents) agents.clear()
    const cached = agents.get(agentId) ?? { value: noDay, askedAt: 0, question: 0 }
    agents.set(agentId, cached)
    return cached
  }

  return {
    centre(): Today {
      if (isOld(centre)) readCentre()
      if (isOld(promised, promiseFreshMs)) readPromised()
      const { share, p50Ms } = promised.value
      const orderToLogisticsP50Seconds = p50Ms === null ? null : Math.round(p50Ms / 1000)
      return { ...centre.value, within15Minutes: share, orderToLogisticsP50Seconds }
    },
    agent(agentId: string): DayFigures {
      const cached = dayOf(agentId)
      if (isOld(cached)) readSoon(agentId)
      return { ...cached.value, missedOffers: 0 }
    },
    /** A record of these agents was just written: their screens were pushed before that, and show the day without it. */
    recordsWritten(agentIds: Iterable<string>): void {
      for (const agentId of agentIds) readSoon(agentId)
    },
  }
}

function follow<T>(cached: Cached<T>, answer: Promise<T | undefined>, onChanged?: () => void): void {
  const mine = (cached.question += 1)
  void answer.then((value) => {
    if (value === undefined || cached.question !== mine || isDeepStrictEqual(cached.value, value)) return
    cached.value = value
    onChanged?.()
  })
}
