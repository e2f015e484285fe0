import {
  createPacingState,
  defaultPacingSettings,
  pace,
  type PacingSettings,
  type RingingLine,
} from '@orderline/domain/pacing'
import type { Policy } from './policy.ts'

/** Orderline's own pacing, as the dialer runs it. `isBlind` keeps orders' forecasts and the questionnaire from it. */
export function orderlinePolicy(options: {
  name: string
  isBlind: boolean
  settings?: Partial<PacingSettings>
}): Policy {
  const settings = { ...defaultPacingSettings, ...options.settings }
  return {
    name: options.name,
    everyMs: 500,
    seesPredictors: !options.isBlind,
    start() {
      let state = createPacingState()
      let opened: { at: number; lines: number }[] = []
      return {
        decide(view, events) {
          const { now, abandoned, connected } = view
          opened = opened.filter(({ at }) => at > now - 1000)
          const ledger = { abandoned, connected }
          const { state: next, decision } = pace({
            state,
            events,
            settings,
            snapshot: {
              now,
              freeAgents: view.idle,
              waiting: view.waiting,
              busy: view.busy,
              lines: view.lines,
              ledger: { day: ledger, month: ledger },
              openedInLastSecond: opened.reduce((sum, { lines }) => sum + lines, 0),
              due: Infinity,
              candidates: view.candidates(2 * view.loggedIn),
            },
          })
          state = next
          if (decision.lines > 0) opened.push({ at: now, lines: decision.lines })
          return { open: decision.lines, giveUp: decision.giveUp.map((place) => view.lines[place] as RingingLine) }
        },
      }
    },
  }
}
