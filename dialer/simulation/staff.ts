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
export function createStaff(scenario: Scenario, count: number) {
  const agents = Array.from({ length: count }, (_, id) => createAgent(id))
  const idle: SimulatedAgent[] = []
  const seats = createSeats()
  const times = { loggedInMs: 0, busyMs: 0 }
  let loggedIn = 0
  let countedUntil = 0

  function countTime(now: number): void {
    times.loggedInMs += loggedIn * (now - countedUntil)
    times.busyMs += seats.busy.length * (now - countedUntil)
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

  /** Counts the time until a change before it is made. */
  function at<Result>(now: number, change: () => Result): Result {
    countTime(now)
    return change()
  }

  return {
    busy: seats.busy,
    idle: () => idle.length,
    loggedIn: () => loggedIn,
    talking: seats.talking,
    /** Brings as many agents as the hour asks for; who is asked to go are the last of the list. */
    follow(now: number): void {
      countTime(now)
      const wanted = Math.round(shareAt(scenario, now) * count)
      for (const agent of agents) (agent.id < wanted ? logIn : logOut)(agent)
    },
    takeIdle: (now: number): SimulatedAgent | undefined => at(now, () => idle.shift()),
    begin: (agent: SimulatedAgent, state: BusyAgent['state'], now: number): Busy =>
      at(now, () => seats.take(agent, { agentId: agent.busy.agentId, state, since: now })),
    end: (agent: SimulatedAgent, now: number): Busy => at(now, () => seats.leave(agent)),
    release(agent: SimulatedAgent, now: number): void {
      countTime(now)
      if (agent.isLeaving) return leave(agent)
      agent.state = 'idle'
      idle.push(agent)
    },
    times: (now: number) => at(now, () => times),
  }
}

function createAgent(id: number): SimulatedAgent {
  const busy: Busy = { agentId: `agent-${id}`, state: 'talking', since: 0 }
  return { id, state: 'away', isLeaving: false, place: -1, busy }
}

function shareAt({ agentsOverDay }: Scenario, now: number): number {
  return agentsOverDay ? Math.min(1, valueAt(agentsOverDay, now / 3_600_000)) : 1
}

/** Those who are busy, in no order: whoever leaves has the last one take the place, so that nothing is moved. */
function createSeats() {
  const busy: Busy[] = []
  const agents: SimulatedAgent[] = []
  let talking = 0

  return {
    busy: busy as readonly Busy[],
    talking: () => talking,
    take(agent: SimulatedAgent, doing: Busy): Busy {
      agent.state = 'busy'
      agent.busy = doing
      agent.place = busy.length
      busy.push(doing)
      agents.push(agent)
      if (doing.state === 'talking') talking += 1
      return doing
    },
    leave(agent: SimulatedAgent): Busy {
      const [lastBusy, lastAgent] = [busy.pop() as Busy, agents.pop() as SimulatedAgent]
      if (lastAgent !== agent) {
        busy[agent.place] = lastBusy
        agents[agent.place] = lastAgent
        lastAgent.place = agent.place
      }
      if (agent.busy.state === 'talking') talking -= 1
      return agent.busy
    },
  }
}
