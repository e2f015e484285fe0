import type { DayFigures } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { createTodayRepository, Today } from './today-repository.ts'

export type TodayFiguresDeps = {
  repository: ReturnType<typeof createTodayRepository>
  now: Clock
  log: Logger
}
export type TodayFigures = ReturnType<typeof createTodayFigures>
type Cached<T> = { value: T; askedAt: number }

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
const noDay: Omit<DayFigures, 'missedOffers'> = { calls: 0, confirmed: 0, talkSeconds: 0 }

/** Today's figures from memory, at most some seconds old; asking for them has them read again behind the scenes. */
export function createTodayFigures({ repository, now, log }: TodayFiguresDeps) {
  const centre: Cached<Today> = { value: noToday, askedAt: 0 }
  const agents = new Map<string, Cached<typeof noDay>>()

  function refresh<T>(cached: Cached<T>, read: (since: Date) => Promise<T>): void {
    if (now() - cached.askedAt < freshMs) return
    cached.askedAt = now()
    read(startOfDay(now())).then(
      (value) => (cached.value = value),
      (error: unknown) => log.warn({ err: toError(error) }, 'figures of the day could not be read'),
    )
  }

  return {
    centre(): Today {
      refresh(centre, (since) => repository.centre(since))
      return centre.value
    },
    agent(agentId: string): DayFigures {
      if (agents.size > mostAgents) agents.clear()
      const cached = agents.get(agentId) ?? { value: noDay, askedAt: 0 }
      agents.set(agentId, cached)
      refresh(cached, (since) => repository.agent(agentId, since))
      return { ...cached.value, missedOffers: 0 }
    },
  }
}

/** In the time zone of the machine. */
function startOfDay(now: number): Date {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day
}
