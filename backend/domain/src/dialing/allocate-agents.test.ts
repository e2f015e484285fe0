import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateAgents, type AllocationSnapshot, type CampaignDemand } from './allocate-agents.ts'
import { fitsNeed, type AgentNeed, type SkilledAgent } from './seating.ts'

const skill = (skillId: string) => [{ skillId, minLevel: 1 }]
const agent = (id: string, ...skills: string[]): SkilledAgent => ({
  id,
  skills: Object.fromEntries(skills.map((name) => [name, 3])),
})
const need = (...skills: string[]): AgentNeed => ({ requiredSkills: skills.flatMap(skill) })
const campaign = (campaignId: string, over: Partial<CampaignDemand> = {}): CampaignDemand => ({
  campaignId,
  requiredSkills: [],
  priority: 50,
  reservedShare: 0,
  serving: 0,
  committed: 0,
  wanted: 100,
  ...over,
})
const nobody: AllocationSnapshot = { free: [], soon: [], callers: [], placed: [], promised: [], campaigns: [] }
const share = (snapshot: Partial<AllocationSnapshot>, id: string) =>
  allocateAgents({ ...nobody, ...snapshot }).campaigns.get(id)

describe('agents shared by campaigns and callers', () => {
  it('CC-41: serve callers first, then placed dials and promises, then campaigns', () => {
    const free = ['a', 'b', 'c', 'd'].map((id) => agent(id))
    const promise = need()
    const { promised, campaigns } = allocateAgents({
      ...nobody,
      free,
      callers: [need()],
      placed: [need()],
      promised: [promise],
      campaigns: [campaign('x')],
    })
    expect(promised).toEqual([promise])
    expect(campaigns.get('x')?.free).toHaveLength(1)
  })

  it('leave a promise to the agent who gave it', () => {
    const promise = { ...need(), agentId: 'b' }
    expect(allocateAgents({ ...nobody, free: [agent('a')], promised: [promise] }).promised).toEqual([])
    expect(allocateAgents({ ...nobody, free: [agent('b')], promised: [promise] }).promised).toEqual([promise])
  })

  it('are moved so that both a choosy and an easy campaign have one', () => {
    const campaigns = [
      campaign('easy', { priority: 90, wanted: 1 }),
      campaign('choosy', { wanted: 1, requiredSkills: skill('s') }),
    ]
    const free = [agent('both', 's'), agent('plain')]
    expect(share({ free, campaigns }, 'easy')?.free).toEqual(['plain'])
    expect(share({ free, campaigns }, 'choosy')?.free).toEqual(['both'])
  })

  it('go to the higher priority, and in turns where it is equal', () => {
    const free = ['a', 'b', 'c', 'd'].map((id) => agent(id))
    const campaigns = [campaign('low', { priority: 10 }), campaign('x', { wanted: 9 }), campaign('y', { wanted: 9 })]
    expect(share({ free, campaigns }, 'x')?.free).toHaveLength(2)
    expect(share({ free, campaigns }, 'y')?.free).toHaveLength(2)
    expect(share({ free, campaigns }, 'low')?.free).toEqual([])
  })

  it('serve customers of lines that ring already before another campaign opens new ones', () => {
    const campaigns = [campaign('orders', { priority: 90 }), campaign('ringing', { priority: 10, committed: 1 })]
    expect(share({ free: [agent('a')], campaigns }, 'ringing')?.free).toEqual(['a'])
  })

  it('who come free soon belong to whom the higher rank waits for', () => {
    const soon = ['a', 'b', 'c'].map((id) => agent(id))
    const campaigns = [campaign('orders', { priority: 90, wanted: 2 }), campaign('list')]
    expect(share({ soon, campaigns }, 'list')?.soon).toHaveLength(1)
  })

  it('keep a reserved share for a campaign of low priority, with those who serve it counted', () => {
    const free = ['a', 'b'].map((id) => agent(id))
    const soon = ['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((id) => agent(id))
    const reserved = (serving: number) =>
      share(
        {
          free,
          soon,
          campaigns: [campaign('orders', { priority: 90 }), campaign('list', { reservedShare: 0.2, serving })],
        },
        'list',
      )
    expect(reserved(0)?.free).toHaveLength(2)
    expect(reserved(1)?.free).toHaveLength(1)
    expect(reserved(2)?.free).toHaveLength(0)
  })
})

const skills = fc.subarray(['s', 't', 'u'])
const agents = (name: string) =>
  fc.array(skills, { maxLength: 8 }).map((all) => all.map((names, index) => agent(`${name}${index}`, ...names)))
const needs = fc.array(
  skills.map((names) => need(...names)),
  { maxLength: 4 },
)
const demands = fc
  .array(
    fc.record({
      skills,
      priority: fc.integer({ min: 0, max: 3 }),
      reservedShare: fc.double({ min: 0, max: 1, noNaN: true }),
      serving: fc.integer({ min: 0, max: 3 }),
      committed: fc.integer({ min: 0, max: 5 }),
      wanted: fc.integer({ min: 0, max: 12 }),
    }),
    { maxLength: 5 },
  )
  .map((all) =>
    all.map(({ skills: names, ...rest }, index) =>
      campaign(`c${index}`, { ...rest, requiredSkills: names.flatMap(skill) }),
    ),
  )
const snapshots = fc.record({
  free: agents('free'),
  soon: agents('soon'),
  callers: needs,
  placed: needs,
  promised: needs,
  campaigns: demands,
})

describe('whatever agents and campaigns there are', () => {
  it('no agent is counted twice, and each one fits', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const { campaigns, promised } = allocateAgents(snapshot)
        const given = [...campaigns.values()].flatMap(({ free, soon }) => [...free, ...soon])
        expect(new Set(given).size).toBe(given.length)
        const all = new Map([...snapshot.free, ...snapshot.soon].map((one) => [one.id, one]))
        for (const demand of snapshot.campaigns) {
          const { free, soon } = campaigns.get(demand.campaignId)!
          expect([...free, ...soon].every((id) => fitsNeed(all.get(id)!, demand))).toBe(true)
          expect(free.length + soon.length).toBeLessThanOrEqual(demand.committed + demand.wanted)
        }
        const free = [...campaigns.values()].reduce((sum, one) => sum + one.free.length, 0)
        expect(free + promised.length).toBeLessThanOrEqual(snapshot.free.length)
      }),
    )
  })

  it('a caller more takes from campaigns and never gives', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const before = countFree(snapshot)
        const after = countFree({ ...snapshot, callers: [...snapshot.callers, need()] })
        expect(after).toBeLessThanOrEqual(before)
      }),
    )
  })
})

function countFree(snapshot: AllocationSnapshot): number {
  return [...allocateAgents(snapshot).campaigns.values()].reduce((sum, { free }) => sum + free.length, 0)
}
