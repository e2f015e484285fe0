import { describe, expect, it } from 'vitest'
import { groupAgents, skillsOf, type BoardAgent } from './board-agents.ts'

function agent(name: string, state: BoardAgent['state'], given: Partial<BoardAgent> = {}): BoardAgent {
  return {
    id: name,
    name,
    state,
    since: 0,
    breakReason: null,
    breakAfterCall: null,
    wrapUpUntil: null,
    audioMode: 'ring',
    roomReady: false,
    callId: null,
    skills: ['Sales'],
    callClientName: null,
    ...given,
  }
}
const everybody = { queue: undefined, skill: undefined, search: '' }

function names(groups: ReturnType<typeof groupAgents>, state: BoardAgent['state']): string[] {
  return groups.find((group) => group.state === state)?.agents.map(({ name }) => name) ?? []
}

describe('agents of the board', () => {
  it('puts whoever is longest in a state first', () => {
    const groups = groupAgents(
      [agent('Alice', 'ready', { since: 20 }), agent('Bob', 'ready', { since: 10 })],
      everybody,
    )
    expect(names(groups, 'ready')).toEqual(['Bob', 'Alice'])
  })

  it('keeps every group, also the empty ones, in the same order', () => {
    const states = groupAgents([agent('Alice', 'offline')], everybody).map(({ state }) => state)
    expect(states).toEqual(['talking', 'wrap-up', 'reserved', 'ready', 'break', 'offline'])
  })

  it('filters by skill and by a part of the name, whatever its case', () => {
    const agents = [agent('Олена', 'ready', { skills: ['Tea'] }), agent('Ольга', 'ready'), agent('Іван', 'ready')]
    expect(names(groupAgents(agents, { ...everybody, search: 'ОЛ' }), 'ready')).toEqual(['Олена', 'Ольга'])
    expect(names(groupAgents(agents, { ...everybody, skill: 'Tea' }), 'ready')).toEqual(['Олена'])
  })

  it('lists each skill once', () => {
    expect(skillsOf([agent('A', 'ready'), agent('B', 'ready', { skills: ['Sales', 'Tea'] })])).toEqual(['Sales', 'Tea'])
  })
})
