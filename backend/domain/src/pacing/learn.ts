import type { EpochMs } from '../contract/index.ts'
import { addEnding, addExposure, copyHazardTable, fadeTable, type HazardTable } from './hazard-table.ts'
import { followLately } from './lately.ts'
import { byOther, byPerson } from './ringing.ts'
import { endPassages, followPassages } from './sections.ts'
import type { PacingState } from './state.ts'
import type { BusyAgent, PacingEvent, PacingSnapshot, RingingLine } from './types.ts'

const halfLifeMs = 30 * 60_000
const fadeEveryMs = 10_000
const learnEveryMs = 2_000

/** Keeps what happened, and every two seconds learns from it. The state given is left as it was. */
export function follow(state: PacingState, snapshot: PacingSnapshot, events: readonly PacingEvent[]): PacingState {
  const told = events.length === 0 ? state : { ...state, unlearnt: [...state.unlearnt, ...events] }
  const isDue = state.accountedUntil === null || snapshot.now - state.accountedUntil >= learnEveryMs
  return isDue ? learn(told, snapshot) : told
}

/** Adds what happened, and the time that passed, to what is known. */
function learn(state: PacingState, snapshot: PacingSnapshot): PacingState {
  const { now } = snapshot
  const showsProgress = snapshot.busy.some(({ progress }) => progress !== undefined)
  const next = fade(copyTables(state, showsProgress), now)
  const from = state.accountedUntil ?? now
  const before = copyHazardTable(next.ringing)
  for (const event of state.unlearnt) learnFrom(next, event, from)
  for (const line of snapshot.lines) {
    live(next.ringing, line.placedAt, { from, until: now })
    if (line.placedAt >= from) countForecast(next, line)
  }
  for (const agent of snapshot.busy) live(tableOf(next, agent), agent.since, { from, until: now })
  if (showsProgress) followPassages(next, snapshot, from)
  const lately = followLately(state.lately, { before, after: next.ringing, seconds: (now - from) / 1000 })
  return { ...next, lately, accountedUntil: now, unlearnt: [] }
}

function copyTables(state: PacingState, showsProgress: boolean): PacingState {
  const usesSections = showsProgress || Object.keys(state.passages).length > 0
  return {
    ...state,
    ringing: copyHazardTable(state.ringing),
    talk: copyHazardTable(state.talk),
    wrapUp: copyHazardTable(state.wrapUp),
    sections: usesSections ? state.sections.map(copyHazardTable) : state.sections,
    passages: { ...state.passages },
    forecast: { ...state.forecast },
  }
}

function fade(state: PacingState, now: EpochMs): PacingState {
  const fadedAt = state.fadedAt ?? now
  if (now - fadedAt < fadeEveryMs) return { ...state, fadedAt }
  const factor = 2 ** ((fadedAt - now) / halfLifeMs)
  for (const table of [state.ringing, state.talk, state.wrapUp, ...state.sections]) fadeTable(table, factor)
  const { sum, count } = state.forecast
  return { ...state, fadedAt: now, forecast: { sum: sum * factor, count: count * factor } }
}

function learnFrom(state: PacingState, event: PacingEvent, from: EpochMs): void {
  if (event.type === 'lineResolved') {
    const { line, at, by } = event
    live(state.ringing, line.placedAt, { from, until: at })
    if (by !== 'us') addEnding(state.ringing, by === 'person' ? byPerson : byOther, (at - line.placedAt) / 1000)
    if (line.placedAt >= from) countForecast(state, line)
  }
  if (event.type === 'busyEnded') {
    const { agent, at, how } = event
    live(tableOf(state, agent), agent.since, { from, until: at })
    if (how === 'finished') addEnding(tableOf(state, agent), 0, (at - agent.since) / 1000)
    endPassages(state, event, from)
  }
}

/** The part of a life that fell between two moments, at the ages that it had. */
function live(table: HazardTable, startedAt: EpochMs, { from, until }: { from: EpochMs; until: EpochMs }): void {
  addExposure(table, (Math.max(from, startedAt) - startedAt) / 1000, (until - startedAt) / 1000)
}

function tableOf(state: PacingState, { state: doing }: BusyAgent): HazardTable {
  return doing === 'talking' ? state.talk : state.wrapUp
}

function countForecast(state: PacingState, { answerProbability }: RingingLine): void {
  if (answerProbability === undefined) return
  state.forecast.sum += answerProbability
  state.forecast.count += 1
}
