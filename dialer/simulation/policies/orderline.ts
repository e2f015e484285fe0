import {
  createPacingState,
  defaultPacingSettings,
  pace,
  resumePacing,
  type PacingSettings,
  type PacingSnapshot,
  type RingingLine,
} from '@orderline/domain/pacing'
import type { Pacer, Policy, View } from './policy.ts'

export type OrderlineOptions = { name: string; seesPredictors: boolean; settings?: Partial<PacingSettings> }

/** Orderline's own pacing, asked as the dialer asks it: twice a second, and when an agent is free without a line. */
export function orderlinePolicy({ name, seesPredictors, settings }: OrderlineOptions): Policy {
  const chosen = { ...defaultPacingSettings, ...settings }
  return { name, everyMs: 500, wakes: true, seesPredictors, start: () => createPacer(chosen) }
}

function createPacer(settings: PacingSettings): Pacer {
  let state = createPacingState()
  let opened: { at: number; lines: number }[] = []

  return {
    decide(view, events) {
      opened = opened.filter(({ at }) => at > view.now - 1000)
      const openedInLastSecond = opened.reduce((sum, { lines }) => sum + lines, 0)
      const paced = pace({ state, events, settings, snapshot: { ...snapshotOf(view), openedInLastSecond } })
      state = paced.state
      const { lines, giveUp } = paced.decision
      if (lines > 0) opened.push({ at: view.now, lines })
      return { lines, giveUp: giveUp.map((place) => view.lines[place] as RingingLine) }
    },
    /** As over Redis: the state goes through JSON. */
    restart() {
      state = resumePacing(JSON.parse(JSON.stringify(state)))
    },
  }
}

function snapshotOf(view: View): Omit<PacingSnapshot, 'openedInLastSecond'> {
  const { now, idle, waiting, busy, lines, abandoned, connected } = view
  const ledger = { abandoned, connected }
  const candidates = view.candidates(2 * view.loggedIn)
  return {
    now,
    freeAgents: idle,
    waiting,
    busy,
    lines,
    candidates,
    due: 10_000,
    ledger: { day: ledger, month: ledger },
  }
}
