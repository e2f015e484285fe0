import { createSeating, fitsNeed, type AgentNeed, type SkilledAgent, type Seating } from './seating.ts'

/** What a campaign could do with agents at this moment. */
export type CampaignDemand = AgentNeed & {
  campaignId: string
  /** Higher goes first. */
  priority: number
  /** Of the agents at work who fit, the share that others leave to this campaign. */
  reservedShare: number
  /** Agents who serve it now: reserved, talking or writing up. */
  serving: number
  /** Customers who answered and wait, and answers expected of lines that ring: they have agents before any new line. */
  committed: number
  /** How many more agents it has work for. */
  wanted: number
}

export type AllocationSnapshot<P extends AgentNeed = AgentNeed> = {
  /** Ready agents with their audio open. */
  free: readonly SkilledAgent[]
  /** Agents who talk or write up and will be ready again. */
  soon: readonly SkilledAgent[]
  /** Customers on the line who have no agent, other than those of predictive campaigns. */
  callers: readonly AgentNeed[]
  /** One-to-one dial orders that are placed and have no agent reserved yet. */
  placed: readonly AgentNeed[]
  /** Promised callbacks that are due. */
  promised: readonly P[]
  campaigns: readonly CampaignDemand[]
}

/** Ids of agents. Those of `soon` may come back to this campaign, and to no other one. */
export type Share = { free: string[]; soon: string[] }
export type Allocation<P extends AgentNeed = AgentNeed> = {
  /** Promised callbacks that have an agent now. */
  promised: P[]
  campaigns: Map<string, Share>
}

/**
 * Shares the agents among all who need one; nobody is counted twice. In this order: callers who wait, dials that are
 * placed already, promised callbacks, what campaigns have let themselves in for, reserved shares, then the campaigns
 * by priority, those of one priority in turns. Whoever found no free agent stands in the same order for those who
 * will be free soon: so a campaign that dials ahead does not count on agents whom others of higher rank wait for.
 */
export function allocateAgents<P extends AgentNeed>(snapshot: AllocationSnapshot<P>): Allocation<P> {
  const free = createSeating<AgentNeed>(snapshot.free)
  const soon = createSeating<AgentNeed>(snapshot.soon)
  const ranks = ranksOf(snapshot)
  const served = new Map<AgentNeed, number>()
  for (const rank of ranks) seatInTurns(free, rank, served)
  const promised = snapshot.promised.filter((need) => served.has(need))
  for (const rank of ranks) seatInTurns(soon, rank, served)
  const shares = snapshot.campaigns.map((campaign): [string, Share] => [
    campaign.campaignId,
    { free: free.agentsOf(campaign), soon: soon.agentsOf(campaign) },
  ])
  return { promised, campaigns: new Map(shares) }
}

/** Needs of one rank, each with the number of agents up to which it is served at this rank. */
type Rank = { need: AgentNeed; upTo: number }[]

function ranksOf(snapshot: AllocationSnapshot): Rank[] {
  const one = (need: AgentNeed): Rank[number] => ({ need, upTo: 1 })
  const byPriority = priorityGroups(snapshot.campaigns)
  const total = ({ committed, wanted }: CampaignDemand) => committed + wanted
  return [
    ...[snapshot.callers, snapshot.placed, snapshot.promised].map((needs) => needs.map(one)),
    ...byPriority.map((group) => group.map((need) => ({ need, upTo: need.committed }))),
    snapshot.campaigns.map((need) => ({ need, upTo: Math.min(total(need), reservedFor(need, snapshot)) })),
    ...byPriority.map((group) => group.map((need) => ({ need, upTo: total(need) }))),
  ]
}

function reservedFor(campaign: CampaignDemand, { free, soon }: AllocationSnapshot): number {
  const fitting = [...free, ...soon].filter((agent) => fitsNeed(agent, campaign)).length
  return Math.max(0, Math.round(campaign.reservedShare * fitting) - campaign.serving)
}

function priorityGroups(campaigns: readonly CampaignDemand[]): CampaignDemand[][] {
  const groups = new Map<number, CampaignDemand[]>()
  for (const campaign of campaigns) {
    groups.set(campaign.priority, [...(groups.get(campaign.priority) ?? []), campaign])
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group)
}

function seatInTurns(seating: Seating<AgentNeed>, rank: Rank, served: Map<AgentNeed, number>): void {
  let open = rank
  while (open.length > 0) {
    open = open.filter(({ need, upTo }) => {
      const count = served.get(need) ?? 0
      if (count >= upTo || !seating.seat(need)) return false
      served.set(need, count + 1)
      return true
    })
  }
}
