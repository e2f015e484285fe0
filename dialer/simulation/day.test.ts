import { describe, expect, it, vi } from 'vitest'
import { playDay } from './day.ts'
import { findPolicy } from './policies/index.ts'
import { scenarioSchema, type Scenario } from './scenario.ts'

/** Days are computed, not waited for; on a machine with other work that takes its time. */
vi.setConfig({ testTimeout: 60_000 })

const morning = {
  name: 'morning',
  hours: 1,
  dial: { person: 0.3, machine: 0.15, failed: 0.1 },
  talk: [
    { share: 0.2, shape: 'exponential', mean: 15 },
    { share: 0.8, mean: 60, cv: 0.9 },
  ],
  wrapUp: { mean: 8, cv: 0.6 },
}

const scenarioOf = (more: object = {}): Scenario => scenarioSchema.parse({ ...morning, ...more })
const play = (policy: string, scenario: Scenario, seed = 1) =>
  playDay({ scenario, agents: 8, seed, policy: findPolicy(policy, { scenario: scenario.name, agents: 8 }) })
const abandonedRate = ({ connected, abandoned }: { connected: number; abandoned: number }) =>
  abandoned / (connected + abandoned)

describe('a simulated day', () => {
  it('is the same for the same seed, and another for another', () => {
    const short = scenarioOf({ hours: 0.25 })
    expect(play('orderline', short)).toEqual(play('orderline', short))
    expect(play('progressive', short, 1)).not.toEqual(play('progressive', short, 2))
  })

  it('abandons nobody when one line is opened for one idle agent', () => {
    const day = play('progressive', scenarioOf())
    expect(day.abandoned).toBe(0)
    expect(day.connected).toBeGreaterThan(100)
  })

  it('has the share of answers that the scenario says', () => {
    const day = play('progressive', scenarioOf({ hours: 4 }))
    expect(day.connected / day.dials).toBeGreaterThan(0.27)
    expect(day.connected / day.dials).toBeLessThan(0.33)
  })

  it('plays the customers that it is given, one after the other', () => {
    const fate = (by: 'person' | 'other', afterSeconds: number) => ({
      by,
      afterSeconds,
      talkSeconds: 40,
      wrapUpSeconds: 5,
    })
    const unanswered = Array.from({ length: 7 }, () => fate('other', 30))
    const fates = [...unanswered, fate('person', 10), ...Array.from({ length: 900 }, () => fate('other', 30))]
    const day = play('progressive', scenarioOf({ hours: 0.1, fates }))
    expect(day).toMatchObject({ connected: 1, abandoned: 0, talkMs: 40_000, busyMs: 45_000 })
    // Eight lines all the time, but for the one whose agent was busy.
    expect(day.lineMs / 1000).toBeCloseTo(8 * 360 - 45, 0)
    expect(day.unservedMs).toBe(0)
  })

  it('lets customers who were served before be held against the first who is lost', () => {
    const scenario = (servedBefore: number) => scenarioOf({ hours: 0.1, servedBefore })
    expect(play('orderline', scenario(0))).toEqual(play('progressive', scenario(0)))
    expect(play('orderline', scenario(1_000)).dials).toBeGreaterThan(play('progressive', scenario(0)).dials)
  })

  it('knows every policy by its name, and says which there are', () => {
    expect(() => findPolicy('magic', { scenario: 'A', agents: 5 })).toThrow(/There are: progressive, /)
  })
})

describe('our pacing in a simulated day', () => {
  it('CC-41: keeps agents busier than one line for one agent, within the cap', () => {
    const [ours, progressive] = [play('orderline', scenarioOf()), play('progressive', scenarioOf())]
    expect(ours.busyMs / ours.loggedInMs).toBeGreaterThan(progressive.busyMs / progressive.loggedInMs + 0.1)
    expect(abandonedRate(ours)).toBeLessThanOrEqual(0.03)
  })

  it.each([
    ['the trunk is dead for a minute', { shocks: [{ type: 'trunk-dead', at: 0.5, seconds: 60 }] }],
    ['twice as many answer from one moment to the next', { dial: doubled() }],
    [
      'a third of the agents log out at once',
      {
        agentsOverDay: [
          [0, 1],
          [0.5, 1],
          [0.5, 0.7],
        ],
      },
    ],
    ['the dialer is restarted', { shocks: [{ type: 'dialer-restarts', at: 0.5, seconds: 5 }] }],
    ['callers from outside take agents', { shocks: [{ type: 'inbound', at: 0.5, seconds: 60, callsPerAgent: 0.5 }] }],
    ['nothing is decided for 20 s', { shocks: [{ type: 'stall', at: 0.5, seconds: 20 }] }],
  ])('CC-41: stays within the cap when %s', (_, shock) => {
    for (const seed of [1, 2])
      expect(abandonedRate(play('orderline', scenarioOf(shock), seed))).toBeLessThanOrEqual(0.03)
  })

  it('CC-41: sees within seconds that many more answer than in the half hour before', () => {
    const personOverDay = [
      [0, 0.2],
      [0.5, 0.2],
      [0.5, 0.45],
    ]
    const scenario = scenarioOf({ dial: { ...morning.dial, person: 0.2, personOverDay } })
    const policy = findPolicy('orderline', { scenario: scenario.name, agents: 40 })
    const day = playDay({ scenario, policy, agents: 40, seed: 1 })
    expect(abandonedRate(day)).toBeLessThanOrEqual(0.03)
    expect(day.busyMs / day.loggedInMs).toBeGreaterThan(0.79)
  })

  it('CC-41: begins with care where it may dare at once but has not heard anybody answer yet', () => {
    const scenario = scenarioOf({ hours: 0.2, servedBefore: 300, dial: { ...morning.dial, person: 0.55 } })
    const policy = findPolicy('orderline-blind', { scenario: scenario.name, agents: 20 })
    const days = [1, 2, 3].map((seed) => playDay({ scenario, policy, agents: 20, seed }))
    const lost = days.reduce((sum, { abandoned }) => sum + abandoned, 0)
    const served = days.reduce((sum, { connected }) => sum + connected, 0)
    expect(lost / (lost + served)).toBeLessThan(0.045)
  })

  it('takes no risk in a day that is too short to earn it', () => {
    const scenario = scenarioOf({ hours: 0.05 })
    expect(play('orderline', scenario)).toEqual(play('progressive', scenario))
  })
})

function doubled() {
  return {
    ...morning.dial,
    personOverDay: [
      [0, 0.3],
      [0.5, 0.3],
      [0.5, 0.6],
    ],
  }
}
