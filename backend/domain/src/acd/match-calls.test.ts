import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readyAgent } from '../agent/testing.ts'
import type { LiveAgent } from '../contract/index.ts'
import { explainMatch } from './explain-match.ts'
import { matchCalls } from './match-calls.ts'
import { hasSkills } from '../agent/has-skills.ts'
import type { CallToMatch } from './types.ts'

const call = (overrides: Partial<CallToMatch> = {}): CallToMatch => ({
  id: 'call',
  requiredSkills: [],
  priority: 50,
  waitingSince: 0,
  declinedBy: [],
  offerEndedAt: null,
  kind: 'waits',
  ...overrides,
})
const agent = (id: string, overrides: Partial<LiveAgent> = {}) => readyAgent({ id, ...overrides })
const pairs = (calls: CallToMatch[], agents: LiveAgent[], now = 0) =>
  matchCalls({ calls, agents }, now).map(({ callId, agentId }) => `${callId}→${agentId}`)
const ukrainian = { skillId: 'uk', minLevel: 3 }

describe('matching calls to agents', () => {
  it('CC-14: the agent who has been idle longest gets the call', () => {
    expect(pairs([call()], [agent('bob', { idleSince: 2 }), agent('carol', { idleSince: 1 })])).toEqual(['call→carol'])
  })

  it.each(['offline', 'reserved', 'talking', 'wrap-up', 'break'] as const)(
    'CC-14: never an agent who is %s',
    (state) => {
      // The cast: other facts of these states play no part here.
      const notReady = { ...agent('bob'), state } as LiveAgent
      expect(pairs([call()], [notReady])).toEqual([])
    },
  )

  it('CC-16: only an agent who has every skill at its level', () => {
    const low = agent('low', { skills: { uk: 2 }, idleSince: 0 })
    const fit = agent('fit', { skills: { uk: 3 }, idleSince: 9 })
    expect(pairs([call({ requiredSkills: [ukrainian] })], [low, fit])).toEqual(['call→fit'])
    expect(pairs([call({ requiredSkills: [ukrainian, { skillId: 'ru', minLevel: 1 }] })], [low, fit])).toEqual([])
  })

  it('nobody whose audio cannot be reached', () => {
    expect(pairs([call()], [agent('bob', { phoneRegistered: false })])).toEqual([])
    expect(pairs([call()], [agent('bob', { audioMode: 'persistent' })])).toEqual([])
    expect(pairs([call()], [agent('bob', { phoneRegistered: false, roomChannelId: 'room' })])).toEqual(['call→bob'])
  })

  it('a dialled call only for an open room', () => {
    expect(pairs([call({ kind: 'to-dial' })], [agent('bob')])).toEqual([])
    expect(pairs([call({ kind: 'to-dial' })], [agent('bob', { roomChannelId: 'room' })])).toEqual(['call→bob'])
  })

  it('CC-41: a call that was promised by an agent goes to this one or to nobody, whatever the skills', () => {
    const promised = call({ kind: 'to-dial', onlyAgentId: 'bob', requiredSkills: [ukrainian] })
    const carol = agent('carol', { roomChannelId: 'room', skills: { uk: 5 }, idleSince: 0 })
    const bob = agent('bob', { roomChannelId: 'room', idleSince: 9 })
    expect(pairs([promised], [carol, bob])).toEqual(['call→bob'])
    expect(pairs([promised], [carol])).toEqual([])
  })

  it('CC-42: a customer whom we called and who answered goes before all others, and only to an open room', () => {
    const answered = call({ id: 'answered', kind: 'answered', priority: 0, waitingSince: 99 })
    const lost = call({ id: 'lost', priority: 1000 })
    const bob = agent('bob', { roomChannelId: 'room' })
    expect(pairs([lost, answered], [bob])).toEqual(['answered→bob'])
    expect(pairs([lost, answered], [agent('carol'), { ...bob, idleSince: 9 }])).toEqual(['answered→bob', 'lost→carol'])
  })

  it('customers on the line before dials, priority before patience, patience before chance', () => {
    const calls = [
      call({ id: 'dial', kind: 'to-dial', priority: 100 }),
      call({ id: 'late', waitingSince: 9 }),
      call({ id: 'early', waitingSince: 1 }),
      call({ id: 'important', priority: 60, waitingSince: 99 }),
    ]
    const agents = ['a', 'b', 'c', 'd'].map((id) => agent(id, { roomChannelId: id }))
    expect(pairs(calls, agents)).toEqual(['important→a', 'early→b', 'late→c', 'dial→d'])
  })

  it('a call that cannot be served does not hold up those behind it', () => {
    expect(pairs([call({ id: 'first', requiredSkills: [ukrainian] }), call({ id: 'second' })], [agent('bob')])).toEqual(
      ['second→bob'],
    )
  })

  it('who declined is asked last, again only when nobody else is on shift, and not at once', () => {
    const declined = call({ declinedBy: ['bob'], offerEndedAt: 1000 })
    const talking = { ...agent('carol'), state: 'talking', callId: 'other' } as LiveAgent
    expect(pairs([declined], [agent('bob'), agent('carol', { idleSince: 9 })])).toEqual(['call→carol'])
    expect(pairs([declined], [agent('bob'), talking], 99_000)).toEqual([])
    expect(pairs([declined], [agent('bob')], 5999)).toEqual([])
    expect(pairs([declined], [agent('bob')], 6000)).toEqual(['call→bob'])
  })
})

describe('any matching', () => {
  const anyAgent = fc
    .record({
      id: fc.stringMatching(/^[a-z]{3}$/),
      skills: fc.dictionary(fc.constantFrom('uk', 'ru'), fc.integer({ min: 1, max: 5 })),
      idleSince: fc.nat(100),
      phoneRegistered: fc.boolean(),
    })
    .map(({ id, ...facts }) => agent(id, facts))
  const agents = fc.uniqueArray(anyAgent, { selector: ({ id }) => id, maxLength: 12 })
  const calls = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[A-Z]{3}$/),
      priority: fc.nat(2),
      waitingSince: fc.nat(9),
      requiredSkills: fc.array(fc.constantFrom(ukrainian, { skillId: 'ru', minLevel: 1 }), { maxLength: 2 }),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  )

  it('gives no agent two calls, no call an agent without the skill, and leaves nobody idle who could serve', () => {
    fc.assert(
      fc.property(calls, agents, (partial, everybody) => {
        const all = partial.map((facts) => call(facts))
        const assignments = matchCalls({ calls: all, agents: everybody }, 0)
        const used = new Set(assignments.map(({ agentId }) => agentId))
        expect(used.size).toBe(assignments.length)
        for (const waiting of all) {
          const suits = (one: LiveAgent) => one.phoneRegistered && hasSkills(one, waiting.requiredSkills)
          const chosen = everybody.find((one) =>
            assignments.some((a) => a.callId === waiting.id && a.agentId === one.id),
          )
          const idle = everybody.filter((one) => !used.has(one.id) && suits(one))
          if (!chosen) expect(idle).toEqual([])
          else expect(suits(chosen) && idle.every((one) => one.idleSince >= chosen.idleSince)).toBe(true)
        }
      }),
    )
  })
})

describe('the routing log', () => {
  it('says of each agent why, counts all of them, and shows the chosen one first', () => {
    const agents = [
      agent('carol', { skills: { uk: 5 }, idleSince: 5 }),
      agent('bob', { skills: { uk: 5 }, idleSince: 1 }),
      agent('dan', { skills: {} }),
      agent('eve', { skills: { uk: 5 }, phoneRegistered: false }),
    ]
    const toMatch = call({ requiredSkills: [ukrainian] })
    const [assignment] = matchCalls({ calls: [toMatch], agents }, 0)
    const log = explainMatch({ call: toMatch, agents, assignment }, 3)
    expect(log.considered).toEqual([
      { agentId: 'bob', verdict: 'chosen' },
      { agentId: 'carol', verdict: 'idle-for-less' },
      { agentId: 'eve', verdict: 'unreachable' },
      { agentId: 'dan', verdict: 'lacks-skill' },
    ])
    expect(log.counts).toEqual({ chosen: 1, 'idle-for-less': 1, unreachable: 1, 'lacks-skill': 1 })
  })

  it('stays small however many agents there are', () => {
    const agents = Array.from({ length: 500 }, (_, n) => agent(`a${n}`, { idleSince: 500 - n }))
    const [assignment] = matchCalls({ calls: [call()], agents }, 0)
    const log = explainMatch({ call: call(), agents, assignment }, 0)
    expect(log.considered).toHaveLength(20)
    expect(log.considered[0]).toEqual({ agentId: 'a499', verdict: 'chosen' })
    expect(log.counts).toEqual({ chosen: 1, 'idle-for-less': 499 })
  })
})
