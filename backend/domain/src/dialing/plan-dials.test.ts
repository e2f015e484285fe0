import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasSkills, planDials, type DialableAgent, type DialingQueue } from './index.ts'

const needs = (skillId: string) => [{ skillId, minLevel: 1 }]
const agent = (id: string, ...skills: string[]): DialableAgent => ({
  id,
  skills: Object.fromEntries(skills.map((skill) => [skill, 3])),
})
const queue = (queueId: string, more: Partial<DialingQueue> = {}): DialingQueue => ({
  queueId,
  requiredSkills: needs(queueId),
  waitingCalls: 0,
  placed: 0,
  due: 0,
  ...more,
})
const linesOf = (plan: { queueId: string; lines: number }[]) =>
  Object.fromEntries(plan.map(({ queueId, lines }) => [queueId, lines]))

describe('progressive dialling', () => {
  it('CC-40: opens one line for one free agent', () => {
    const agents = [agent('olena', 'a'), agent('marko', 'a')]
    expect(linesOf(planDials({ agents, queues: [queue('a', { due: 10 })] }))).toEqual({ a: 2 })
  })

  it('opens nothing when no agent is free, and says so', () => {
    expect(planDials({ agents: [], queues: [queue('a', { due: 3 })] })).toEqual([
      { queueId: 'a', lines: 0, because: 'no agent is ready with audio open' },
    ])
  })

  it('opens no line for an agent without the skill or below its level', () => {
    const agents = [agent('iryna', 'b'), { id: 'novice', skills: { a: 0 } }]
    expect(linesOf(planDials({ agents, queues: [queue('a', { due: 3 })] }))).toEqual({ a: 0 })
  })

  it('leaves agents to callers who wait and to lines that are placed already', () => {
    const agents = [agent('olena', 'a'), agent('marko', 'a'), agent('iryna', 'a')]
    const queues = [queue('a', { due: 9, waitingCalls: 1, placed: 1 })]
    expect(linesOf(planDials({ agents, queues }))).toEqual({ a: 1 })
  })

  it('gives the one who can do both to the need that nobody else can serve', () => {
    const agents = [agent('marko', 'a', 'b'), agent('olena', 'a')]
    const queues = [queue('a', { placed: 1 }), queue('b', { due: 5 })]
    expect(linesOf(planDials({ agents, queues }))).toEqual({ a: 0, b: 1 })
  })

  it('shares agents between queues whose lists are long', () => {
    const agents = Array.from({ length: 10 }, (_, index) => agent(`agent-${index}`, 'a', 'b'))
    const queues = [queue('a', { due: 100 }), queue('b', { due: 100 })]
    expect(linesOf(planDials({ agents, queues }))).toEqual({ a: 5, b: 5 })
  })

  it('opens as many lines as there are agents left to match, never more, in any centre', () => {
    const skills = ['a', 'b', 'c']
    const agents = fc.array(fc.subarray(skills), { maxLength: 12 })
    const demand = fc.record({ waitingCalls: fc.nat(2), placed: fc.nat(2), due: fc.nat(5) })
    fc.assert(
      fc.property(agents, fc.tuple(demand, demand, demand), (skillSets, demands) => {
        const people = skillSets.map((set, index) => agent(`agent-${index}`, ...set))
        const queues = skills.map((skill, index) => queue(skill, demands[index]))
        const plan = planDials({ agents: people, queues })
        const opened = plan.reduce((sum, { lines }) => sum + lines, 0)
        expect(opened).toBeLessThanOrEqual(people.length)
        for (const { queueId, lines } of plan) {
          const able = people.filter((person) => hasSkills(person, needs(queueId))).length
          expect(lines).toBeLessThanOrEqual(Math.min(able, queues.find((q) => q.queueId === queueId)!.due))
        }
        const asked = queues.map((q, index) => ({ ...q, placed: q.placed + plan[index]!.lines, due: 100 }))
        const again = planDials({ agents: people, queues: asked })
        for (const { queueId, lines } of again) {
          const first = plan.find((entry) => entry.queueId === queueId)!
          if (first.lines < queues.find((q) => q.queueId === queueId)!.due) expect(lines).toBe(0)
        }
      }),
    )
  })
})
