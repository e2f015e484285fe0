import type { Candidates } from './policies/policy.ts'
import { createRandom, drawSeconds, type Random } from './random.ts'
import { valueAt, type Fate, type Scenario } from './scenario.ts'

/** How a dial will end, and after how long: the network knows, the dialer does not. */
export type DialEnd = { by: 'person' | 'other'; afterMs: number }

/** `group`: place in the scenario's groups. `fate`: of an order whose customer is given, not drawn. */
export type SimulatedOrder = { person: number; group: number; chance: number; fate?: Fate }

/** The telephone network and the customers of one day. Each dial takes the same number of draws. */
export function createNetwork(scenario: Scenario, seed: number) {
  const { dial } = scenario
  const random = createRandom(seed, 1)
  const orders = createOrders(scenario, createRandom(seed, 2))
  const outages = scenario.shocks
    .filter((shock) => shock.type === 'trunk-dead')
    .map(({ at, seconds }) => ({ from: at * 3_600_000, until: at * 3_600_000 + seconds * 1000 }))

  function personAt(order: SimulatedOrder, now: number): number {
    if (!dial.personOverDay) return order.person
    return Math.min(
      1 - dial.machine - dial.failed,
      (order.person * valueAt(dial.personOverDay, now / 3_600_000)) / dial.person,
    )
  }

  return {
    orders,
    dial(order: SimulatedOrder, now: number): DialEnd {
      if (order.fate) return { by: order.fate.by, afterMs: order.fate.afterSeconds * 1000 }
      const chance = random()
      const answerMs = drawSeconds(dial.answer, random) * 1000
      const failedMs = (dial.failedAfter.least - Math.log(1 - random()) * dial.failedAfter.mean) * 1000
      if (outages.some(({ from, until }) => now >= from && now < until)) return { by: 'other', afterMs: failedMs }
      const person = personAt(order, now)
      if (chance < person) return { by: 'person', afterMs: answerMs }
      // What no person takes is shared by the others as in the scenario.
      const rest = (chance - person) / (1 - person)
      const others = 1 - dial.person
      if (rest < dial.machine / others) {
        return { by: 'other', afterMs: answerMs + (dial.machineLater + dial.machineHeld) * 1000 }
      }
      if (rest < (dial.machine + dial.failed) / others) return { by: 'other', afterMs: failedMs }
      return { by: 'other', afterMs: dial.ring * 1000 }
    },
  }
}

/** The endless list: orders come in the order in which they are dialled, and may be looked at before. */
function createOrders(scenario: Scenario, random: Random) {
  const { person, groups } = scenario.dial
  const ahead: SimulatedOrder[] = []
  /** What a dialer may see of those ahead. */
  const groupsAhead: number[] = []
  const personsAhead: number[] = []
  const fates = (scenario.fates ?? []).values()

  function draw(): SimulatedOrder {
    const fate = fates.next().value
    if (fate) return { person, group: 0, chance: 0, fate }
    const chance = random()
    if (!groups) return { person, group: 0, chance }
    let below = 0
    const group = groups.findIndex(({ share }) => chance < (below += share))
    return { person: groups.at(group)?.person ?? person, group: group < 0 ? groups.length - 1 : group, chance }
  }

  function foresee(order: SimulatedOrder): void {
    ahead.push(order)
    groupsAhead.push(order.group)
    personsAhead.push(order.person)
  }

  return {
    next(): SimulatedOrder {
      groupsAhead.shift()
      personsAhead.shift()
      return ahead.shift() ?? draw()
    },
    peek(count: number): Candidates {
      while (ahead.length < count) foresee(draw())
      return { groups: groupsAhead, persons: personsAhead }
    },
  }
}
