import type { BusyAgent, PacingEvent, RingingLine } from '@orderline/domain/pacing'
import { createConversations } from './conversations.ts'
import { createEventHeap } from './event-heap.ts'
import { createNetwork } from './network.ts'
import type { Policy, View } from './policies/policy.ts'
import { createStaff, type SimulatedAgent } from './staff.ts'
import type { Scenario } from './scenario.ts'
import { createShocks } from './shocks.ts'

export type DayResult = {
  connected: number
  abandoned: number
  dials: number
  loggedInMs: number
  busyMs: number
  talkMs: number
}

type Line = RingingLine & { index: number; isOver: boolean }
type Waiting = { from: 'dial' | 'outside'; until: number }

type DayEvent =
  | { type: 'lineEnds'; line: Line; by: 'person' | 'other' }
  | { type: 'patienceEnds'; customer: Waiting }
  | { type: 'talkEnds'; agent: SimulatedAgent; wrapUpMs: number }
  | { type: 'wrapUpEnds'; agent: SimulatedAgent }
  | { type: 'sectionEnds'; agent: SimulatedAgent; busy: BusyAgent; progress: number }
  | { type: 'callerArrives' }
  | { type: 'staffing' }

const staffingEveryMs = 10_000

/** Plays one day of a scenario, event by event, with a policy as its dialer. The same seed gives the same day. */
export function playDay({ scenario, policy, agents, seed }: DayInput): DayResult {
  const day = createDay({ scenario, policy, agents, seed })
  day.play()
  return day.result()
}

export type DayInput = { scenario: Scenario; policy: Policy; agents: number; seed: number }

// eslint-disable-next-line max-lines-per-function -- one closure over the state of the day, of short functions
function createDay({ scenario, policy, agents, seed }: DayInput) {
  const endsAt = scenario.hours * 3_600_000
  const patienceMs = scenario.patienceSeconds * 1000
  const network = createNetwork(scenario, seed)
  const conversations = createConversations(scenario, seed)
  const shocks = createShocks(scenario, seed, agents)
  const staff = createStaff(scenario, agents)
  const pacer = policy.start(agents)
  const heap = createEventHeap<DayEvent>()
  const lines: Line[] = []
  const waiting: Waiting[] = []
  let happened: PacingEvent[] = []
  let now = 0
  const counts = { connected: 0, abandoned: 0, dials: 0, talkMs: 0 }

  const view: View = {
    get now() {
      return now
    },
    get loggedIn() {
      return staff.loggedIn()
    },
    get idle() {
      return staff.idle()
    },
    get talking() {
      return staff.talking()
    },
    get wrappingUp() {
      return staff.busy.length - staff.talking()
    },
    get waiting() {
      return waiting.length
    },
    busy: staff.busy,
    lines,
    get dials() {
      return counts.dials
    },
    get connected() {
      return counts.connected
    },
    get abandoned() {
      return counts.abandoned
    },
    candidates: (count) => (policy.seesPredictors ? network.orders.peek(count) : []),
  }

  function open(): void {
    const order = network.orders.next()
    const line: Line = { placedAt: now, index: lines.length, isOver: false }
    if (policy.seesPredictors) line.answerProbability = order.person
    lines.push(line)
    counts.dials += 1
    const { by, afterMs } = network.dial(order, now)
    heap.add(now + afterMs, { type: 'lineEnds', line, by })
  }

  function endLine(line: Line, by: 'person' | 'other' | 'us'): void {
    if (line.isOver) return
    line.isOver = true
    const last = lines.pop() as Line
    if (last !== line) {
      lines[line.index] = last
      last.index = line.index
    }
    happened.push({ type: 'lineResolved', line, at: now, by })
    if (by === 'person') arrive({ from: 'dial', until: now + patienceMs })
  }

  function arrive(customer: Waiting): void {
    waiting.push(customer)
    match()
    if (customer.from === 'dial' && waiting.includes(customer)) {
      heap.add(customer.until, { type: 'patienceEnds', customer })
    }
  }

  /** Callers from outside go first, then those who answered first; the agent who is idle longest takes them. */
  function match(): void {
    if (shocks.isStalled(now)) return
    while (waiting.length > 0) {
      const agent = staff.takeIdle(now)
      if (!agent) return
      const outside = waiting.findIndex(({ from }) => from === 'outside')
      const [customer] = waiting.splice(Math.max(0, outside), 1)
      if (customer?.from === 'dial') settle('connected')
      talk(agent)
    }
  }

  function talk(agent: SimulatedAgent): void {
    const { talkMs, wrapUpMs, sections } = conversations.next(now)
    const busy = staff.begin(agent, 'talking', now)
    counts.talkMs += Math.min(talkMs, endsAt - now)
    heap.add(now + talkMs, { type: 'talkEnds', agent, wrapUpMs })
    if (!policy.seesPredictors || sections.length === 0) return
    busy.progress = 0
    for (const { afterMs, progress } of sections)
      heap.add(now + afterMs, { type: 'sectionEnds', agent, busy, progress })
  }

  function settle(how: 'connected' | 'abandoned'): void {
    counts[how] += 1
    happened.push({ type: 'answerSettled', at: now, how })
  }

  function endPatience(customer: Waiting): void {
    const place = waiting.indexOf(customer)
    if (place < 0) return
    waiting.splice(place, 1)
    settle('abandoned')
  }

  function endBusy(agent: SimulatedAgent): void {
    const busy = staff.end(agent, now)
    happened.push({ type: 'busyEnded', agent: busy, at: now, how: 'finished' })
  }

  function occur(event: DayEvent): void {
    switch (event.type) {
      case 'lineEnds':
        return endLine(event.line, event.by)
      case 'patienceEnds':
        return endPatience(event.customer)
      case 'talkEnds':
        endBusy(event.agent)
        staff.begin(event.agent, 'wrap-up', now)
        heap.add(now + event.wrapUpMs, { type: 'wrapUpEnds', agent: event.agent })
        return
      case 'wrapUpEnds':
        endBusy(event.agent)
        staff.release(event.agent, now)
        return match()
      case 'sectionEnds':
        event.busy.progress = event.progress
        return
      case 'callerArrives':
        return arrive({ from: 'outside', until: Infinity })
      case 'staffing':
        staff.follow(now)
        heap.add(now + staffingEveryMs, { type: 'staffing' })
        return match()
    }
  }

  function decide(): void {
    if (shocks.isAway(now)) return
    if (shocks.hasReturned(now)) {
      pacer.restart?.(now)
      happened = []
    }
    // A stall is over: whoever still waits is served first.
    match()
    const decided = pacer.decide(view, happened)
    happened = []
    const { lines: count, giveUp } = typeof decided === 'number' ? { lines: decided, giveUp: [] } : decided
    for (const line of giveUp) endLine(line as Line, 'us')
    for (let line = 0; line < count; line += 1) open()
  }

  return {
    play(): void {
      heap.add(0, { type: 'staffing' })
      for (const at of shocks.callerTimes) heap.add(at, { type: 'callerArrives' })
      for (let tickAt = 0; tickAt < endsAt; tickAt += policy.everyMs) {
        while (heap.nextAt() <= tickAt) {
          now = heap.nextAt()
          occur(heap.take() as DayEvent)
          if (policy.wakes && staff.idle() - waiting.length > lines.length) decide()
        }
        now = tickAt
        decide()
      }
      while (heap.nextAt() < endsAt) {
        now = heap.nextAt()
        occur(heap.take() as DayEvent)
      }
    },
    result: (): DayResult => ({ ...counts, ...staff.times(endsAt) }),
  }
}
