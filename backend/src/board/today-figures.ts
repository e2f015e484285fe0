import { isDeepStrictEqual } from 'node:util'
import type { DayFigures } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { createTodayRepository, Today } from './today-repository.ts'

export type TodayFiguresDeps = {
  repository: ReturnType<typeof createTodayRepository>
  /** What was said of this agent's day is no longer so. */
  onAgentChanged: (agentId: string) => void
  now: Clock
  log: Logger
}
export type TodayFigures = ReturnType<typeof createTodayFigures>
type Day = Omit<DayFigures, 'missedOffers'>
/** `question` counts what was asked: an answer that a later question overtook is dropped. */
type Cached<T> = { value: T; askedAt: number; question: number }

/** Screens and boards ask much more often than the figures change, and must not wait for storage. */
const freshMs = 2000
const mostAgents = 2000

const noToday: Today = {
  inbound: 0,
  answered: 0,
  missed: 0,
  abandonedWaiting: 0,
  outbound: 0,
  contacts: 0,
  confirmed: 0,
  ordersWaiting: 0,
  orderToLogisticsP50Seconds: null,
  within15Minutes: null,
}
const noDay: Day = { calls: 0, confirmed: 0, talkSeconds: 0 }

/** Today's figures from memory, at most some seconds old; asking for them has them read again behind the scenes. */
export function createTodayFigures({ repository, onAgentChanged, now, log }: TodayFiguresDeps) {
  const centre: Cached<Today> = { value: noToday, askedAt: 0, question: 0 }
  const agents = new Map<string, Cached<Day>>()

  function read<T>(cached: Cached<T>, ask: (since: Date) => Promise<T>, onChanged?: () => void): void {
    const mine = (cached.question += 1)
    cached.askedAt = now()
    ask(startOfDay(cached.askedAt)).then(
      (value) => {
        if (cached.question !== mine || isDeepStrictEqual(cached.value, value)) return
        cached.value = value
        onChanged?.()
      },
      (error: unknown) => log.warn({ err: toError(error) }, 'figures of the day could not be read'),
    )
  }

  function isOld({ askedAt }: Cached<unknown>): boolean {
    return now() - askedAt >= freshMs
  }

  function readAgent(agentId: string, cached: Cached<Day>): void {
    read(
      cached,
      (since) => repository.agent(agentId, since),
      () => onAgentChanged(agentId),
    )
  }

  function dayOf(agentId: string): Cached<Day> {
    if (agents.size > mostAgents) agents.clear()
    const cached = agents.get(agentId) ?? { value: noDay, askedAt: 0, question: 0 }
    agents.set(agentId, cached)
    return cached
  }

  return {
    centre(): Today {
      if (isOld(centre)) read(centre, (since) => repository.centre(since))
      return centre.value
    },
    agent(agentId: string): DayFigures {
      const cached = dayOf(agentId)
      if (isOld(cached)) readAgent(agentId, cached)
      return { ...cached.value, missedOffers: 0 }
    },
    /** A record of these agents was just written: their screens were pushed before that, and show the day without it. */
    recordsWritten(agentIds: Iterable<string>): void {
      for (const agentId of agentIds) readAgent(agentId, dayOf(agentId))
    },
  }
}

/** In the time zone of the machine. */
function startOfDay(now: number): Date {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day
}
