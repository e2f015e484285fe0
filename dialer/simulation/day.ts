import { arrive, endLine, endPatience, endTalk, endWrapUp, match, openLine } from './day-moves.ts'
import { advance, startDay, type Day, type DayEvent, type DayInput, type Line } from './day-state.ts'
import { createView } from './day-view.ts'
import type { Pacer, View } from './policies/policy.ts'

export type DayResult = {
  connected: number
  abandoned: number
  dials: number
  loggedInMs: number
  busyMs: number
  talkMs: number
  /** Of all lines together, from the dial to its end. */
  lineMs: number
  /** Of idle agents for whom no line rang. */
  unservedMs: number
}

const staffingEveryMs = 10_000

/** Plays one day of a scenario, event by event, with a policy as its dialer. The same seed gives the same day. */
export function playDay(input: DayInput): DayResult {
  const day = startDay(input)
  const { heap, policy, staff, shocks } = day
  const dialer = { pacer: policy.start(input.agents), view: createView(day) }
  heap.add(0, { type: 'staffing' })
  for (const at of shocks.callerTimes) heap.add(at, { type: 'callerArrives' })
  for (let tickAt = 0; tickAt < day.endsAt; tickAt += policy.everyMs) {
    while (heap.nextAt() <= tickAt) {
      next(day)
      if (policy.wakes && staff.idle() - day.waiting.length > day.lines.length) decide(day, dialer)
    }
    advance(day, tickAt)
    decide(day, dialer)
  }
  while (heap.nextAt() < day.endsAt) next(day)
  advance(day, day.endsAt)
  return { ...day.counts, ...staff.times(day.endsAt) }
}

function next(day: Day): void {
  advance(day, day.heap.nextAt())
  occur(day, day.heap.take() as DayEvent)
}

function occur(day: Day, event: DayEvent): void {
  switch (event.type) {
    case 'lineEnds':
      return endLine(day, event.line, event.by)
    case 'patienceEnds':
      return endPatience(day, event.customer)
    case 'talkEnds':
      return endTalk(day, event.agent, event.wrapUpMs)
    case 'wrapUpEnds':
      return endWrapUp(day, event.agent)
    case 'sectionEnds':
      event.busy.progress = event.progress
      return
    case 'callerArrives':
      return arrive(day, { from: 'outside', until: Infinity })
    case 'staffing':
      day.staff.follow(day.now)
      day.heap.add(day.now + staffingEveryMs, { type: 'staffing' })
      return match(day)
  }
}

function decide(day: Day, { pacer, view }: { pacer: Pacer; view: View }): void {
  const { shocks, now } = day
  if (shocks.isAway(now)) return
  if (shocks.hasReturned(now)) {
    pacer.restart?.(now)
    day.happened = []
  }
  // A stall is over: whoever still waits is served first.
  match(day)
  const decided = pacer.decide(view, day.happened)
  day.happened = []
  const { lines: count, giveUp } = typeof decided === 'number' ? { lines: decided, giveUp: [] } : decided
  for (const line of giveUp) endLine(day, line as Line, 'us')
  for (let line = 0; line < count; line += 1) openLine(day)
}
