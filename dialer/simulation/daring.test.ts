import { expect, it, vi } from 'vitest'
import { createPacingState, defaultPacingSettings, pace } from '@orderline/domain/pacing'
import { playDay } from './day.ts'
import type { Policy } from './policies/policy.ts'
import { scenarioSchema } from './scenario.ts'

/** Days are computed, not waited for; on a machine with other work that takes its time. */
vi.setConfig({ testTimeout: 60_000 })

/** Our pacing with its sense of risk taken away: it accepts nine in ten to be abandoned, whatever it hears. */
const daring: Policy = {
  name: 'daring',
  everyMs: 500,
  wakes: true,
  seesPredictors: false,
  start() {
    let state = createPacingState()
    return {
      decide({ now, idle, waiting, busy, lines, abandoned, connected }, events) {
        const ledger = { day: { abandoned, connected }, month: { abandoned, connected } }
        const paced = pace({
          state: { ...state, logRisk: Math.log(0.9) },
          events,
          settings: { ...defaultPacingSettings, keepsRinging: true },
          snapshot: { now, freeAgents: idle, waiting, busy, lines, ledger, openedInLastSecond: 0, due: 500 },
        })
        state = paced.state
        return paced.decision.lines
      },
    }
  },
}

it.each([1, 2])(
  'CC-41: the guards keep the day within one customer of the cap when the controller fears nothing (%i)',
  (seed) => {
    const scenario = scenarioSchema.parse({
      name: 'daring',
      hours: 0.5,
      dial: { person: 0.3, machine: 0.15, failed: 0.1 },
      talk: [{ share: 1, mean: 70, cv: 0.9 }],
      wrapUp: { mean: 10, cv: 0.6 },
    })
    const { abandoned, connected } = playDay({ scenario, policy: daring, agents: 8, seed })
    expect(abandoned).toBeGreaterThan(0)
    expect(abandoned).toBeLessThan(0.03 * (abandoned + connected) + 1)
  },
)
