import type { EpochMs } from '../contract/index.ts'
import { durationCurve, type DurationCurve } from './durations.ts'
import { addEnding, addExposure, hazardsOf } from './hazard-table.ts'
import { sectionCount, type PacingState, type Passages } from './state.ts'
import type { BusyAgent, PacingEvent, PacingSnapshot } from './types.ts'

/**
 * The questionnaire as a predictor of a talk's end. For each tenth of it there is a table of how long talks last after
 * they got there, whatever comes next; a talk that is in the seventh tenth for 8 s is judged by the seventh table.
 */

/** Ends a table must have seen before it is believed more than the age of the talk. */
const enoughEndings = 15

/** Brings the passages of talking agents up to now, and adds the time since to the tables of the tenths they passed. */
export function followPassages(state: PacingState, { busy, now }: PacingSnapshot, from: EpochMs): void {
  for (const agent of busy) {
    const section = sectionOf(agent)
    if (section === undefined || agent.agentId === undefined) continue
    const passages = passagesOf(state, agent.agentId, agent.since)
    passages.at[section] ??= section === 0 ? agent.since : now
    state.passages[agent.agentId] = passages
    addTime(state, passages, { from, until: now })
  }
}

/** A talk is over: an end in the table of each tenth that it had passed. */
export function endPassages(state: PacingState, event: PacingEvent & { type: 'busyEnded' }, from: EpochMs): void {
  const { agent, at, how } = event
  const { agentId, since } = agent
  if (agent.state !== 'talking' || agentId === undefined) return
  const passages = state.passages[agentId]
  if (passages?.since !== since) return
  addTime(state, passages, { from, until: at })
  if (how === 'finished') {
    passages.at.forEach((enteredAt, section) => {
      const table = state.sections[section]
      if (table && enteredAt !== null) addEnding(table, 0, (at - enteredAt) / 1000)
    })
  }
  Reflect.deleteProperty(state.passages, agentId)
}

/** How long the rest of a talk lasts by its tenth; undefined for a tenth that has not been seen often. */
export function sectionCurves(state: PacingState): (DurationCurve | undefined)[] {
  return state.sections.map((table) => {
    const endings = (table.endings[0] ?? []).reduce((sum, count) => sum + count, 0)
    if (endings < enoughEndings) return undefined
    return durationCurve(hazardsOf(table, 0, { perSecond: 0.01, seconds: 60 }), table.binSeconds)
  })
}

export function sectionOf({ state, progress }: BusyAgent): number | undefined {
  if (state !== 'talking' || progress === undefined) return undefined
  return Math.min(sectionCount - 1, Math.max(0, Math.floor(progress * sectionCount)))
}

function passagesOf(state: PacingState, agentId: string, since: EpochMs): Passages {
  const known = state.passages[agentId]
  if (known?.since === since) return { since, at: [...known.at] }
  return { since, at: new Array<null>(sectionCount).fill(null) }
}

function addTime(state: PacingState, { at }: Passages, { from, until }: { from: EpochMs; until: EpochMs }): void {
  at.forEach((enteredAt, section) => {
    const table = state.sections[section]
    if (table && enteredAt !== null) {
      addExposure(table, (Math.max(from, enteredAt) - enteredAt) / 1000, (until - enteredAt) / 1000)
    }
  })
}
