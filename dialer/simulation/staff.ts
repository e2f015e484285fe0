import type { BusyAgent } from '@orderline/domain/pacing'
import { valueAt, type Scenario } from './scenario.ts'

export type SimulatedAgent = {
  id: number
  state: 'away' | 'idle' | 'busy'
  isLeaving: boolean
  place: number
  busy: Busy
}

type Busy = BusyAgent & { agentId: string }

/** The agents of a day: who is idle, longest first, who is busy, and how much of their time was work. */
// eslint-disable-next-line max-lines-per-function -- one closure over the team, of short functions
export function createStaff(scenario: Scenario, count: number) {
  const agents = Array.from({ length: count }, (_, id): SimulatedAgent => {
    const busy: Busy = { agentId: `agent-${id}`, state: 'talking', since: 0 }
    return { id, state: 'away', isLeaving: false, place: -1, busy }
  })
  const idle: SimulatedAgent[] = []
  const busy: Busy[] = []
  const seats: SimulatedAgent[] = []
  const times = { loggedInMs: 0, busyMs: 0 }
  let loggedIn = 0
  let talking = 0
  let countedUntil = 0

  function countTime(now: number): void {
    times.loggedInMs += loggedIn * (now - countedUntil)
    times.busyMs += busy.length * (now - countedUntil)
    countedUntil = now
  }

  function logIn(agent: SimulatedAgent): void {
    agent.isLeaving = false
    if (agent.state !== 'away') return
    agent.state = 'idle'
    loggedIn += 1
    idle.push(agent)
  }

  /** Idle agents leave at once, the others when their work is done. */
  function logOut(agent: SimulatedAgent): void {
    if (agent.state === 'busy') agent.isLeaving = true
    if (agent.state !== 'idle') return
    idle.splice(idle.indexOf(agent), 1)
    leave(agent)
  }

  function leave(agent: SimulatedAgent): void {
    agent.state = 'away'
    agent.isLeaving = false
    loggedIn -= 1
  }

  return {
    busy: busy as readonly Busy[],
    idle: () => idle.length,
    loggedIn: () => loggedIn,
    talking: () => talking,

    /** Brings as many agents as the hour asks for; who is asked to go are the last of the list. */
    follow(now: number): void {
      countTime(now)
      const share = scenario.agentsOverDay ? valueAt(scenario.agentsOverDay, now / 3_600_000) : 1
      const wanted = Math.round(Math.min(1, share) * count)
      for (const agent of agents) {
        if (agent.id < wanted) logIn(agent)
        else logOut(agent)
      }
    },

    takeIdle(now: number): SimulatedAgent | undefined {
      countTime(now)
      return idle.shift()
    },

    begin(agent: SimulatedAgent, state: BusyAgent['state'], now: number): Busy {
      countTime(now)
      agent.state = 'busy'
      agent.busy = { agentId: agent.busy.agentId, state, since: now }
      agent.place = busy.length
      busy.push(agent.busy)
      seats.push(agent)
      if (state === 'talking') talking += 1
      return agent.busy
    },

    end(agent: SimulatedAgent, now: number): Busy {
      countTime(now)
      const [lastBusy, lastSeat] = [busy.pop() as Busy, seats.pop() as SimulatedAgent]
      if (lastSeat !== agent) {
        busy[agent.place] = lastBusy
        seats[agent.place] = lastSeat
        lastSeat.place = agent.place
      }
      if (agent.busy.state === 'talking') talking -= 1
      return agent.busy
    },

    release(agent: SimulatedAgent, now: number): void {
      countTime(now)
      if (agent.isLeaving) return leave(agent)
      agent.state = 'idle'
      idle.push(agent)
    },

    times(now: number) {
      countTime(now)
      return times
    },
  }
}
