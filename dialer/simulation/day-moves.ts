import type { Day, Line, Waiting } from './day-state.ts'
import type { SimulatedAgent } from './staff.ts'

/** What dialer, network, customers and agents do in a day. Each move is made at `day.now`. */

export function openLine({ now, policy, network, lines, counts, heap }: Day): void {
  const order = network.orders.next()
  const { group, fate } = order
  const line: Line = { placedAt: now, index: lines.length, isOver: false, group, fate }
  if (policy.seesPredictors) line.answerProbability = order.person
  lines.push(line)
  counts.dials += 1
  const { by, afterMs } = network.dial(order, now)
  heap.add(now + afterMs, { type: 'lineEnds', line, by })
}

export function endLine(day: Day, line: Line, by: 'person' | 'other' | 'us'): void {
  if (line.isOver) return
  line.isOver = true
  const { lines, now } = day
  const last = lines.pop() as Line
  if (last !== line) {
    lines[line.index] = last
    last.index = line.index
  }
  day.happened.push({ type: 'lineResolved', line, at: now, by })
  if (by === 'person') arrive(day, { from: 'dial', until: now + day.patienceMs, fate: line.fate })
}

export function arrive(day: Day, customer: Waiting): void {
  day.waiting.push(customer)
  match(day)
  if (customer.from === 'dial' && day.waiting.includes(customer)) {
    day.heap.add(customer.until, { type: 'patienceEnds', customer })
  }
}

/** Callers from outside go first, then those who answered first; the agent who is idle longest takes them. */
export function match(day: Day): void {
  const { shocks, waiting, staff, now } = day
  if (shocks.isStalled(now)) return
  while (waiting.length > 0) {
    const agent = staff.takeIdle(now)
    if (!agent) return
    const outside = waiting.findIndex(({ from }) => from === 'outside')
    const [customer] = waiting.splice(Math.max(0, outside), 1)
    if (customer?.from === 'dial') settle(day, 'connected')
    talk(day, agent, customer)
  }
}

function talk(day: Day, agent: SimulatedAgent, customer: Waiting | undefined): void {
  const { now, heap, staff, policy, counts } = day
  const { talkMs, wrapUpMs, sections } = day.conversations.next(now, customer?.fate)
  const busy = staff.begin(agent, 'talking', now)
  counts.talkMs += Math.min(talkMs, day.endsAt - now)
  heap.add(now + talkMs, { type: 'talkEnds', agent, wrapUpMs })
  if (!policy.seesPredictors || sections.length === 0) return
  busy.progress = 0
  for (const { afterMs, progress } of sections) heap.add(now + afterMs, { type: 'sectionEnds', agent, busy, progress })
}

export function endTalk(day: Day, agent: SimulatedAgent, wrapUpMs: number): void {
  endBusy(day, agent)
  day.staff.begin(agent, 'wrap-up', day.now)
  day.heap.add(day.now + wrapUpMs, { type: 'wrapUpEnds', agent })
}

export function endWrapUp(day: Day, agent: SimulatedAgent): void {
  endBusy(day, agent)
  day.staff.release(agent, day.now)
  match(day)
}

function endBusy({ staff, happened, now }: Day, agent: SimulatedAgent): void {
  const busy = staff.end(agent, now)
  happened.push({ type: 'busyEnded', agent: busy, at: now, how: 'finished' })
}

export function endPatience(day: Day, customer: Waiting): void {
  const place = day.waiting.indexOf(customer)
  if (place < 0) return
  day.waiting.splice(place, 1)
  settle(day, 'abandoned')
}

function settle({ counts, happened, now }: Day, how: 'connected' | 'abandoned'): void {
  counts[how] += 1
  happened.push({ type: 'answerSettled', at: now, how })
}
