import { allocateAgents, reservesAgentFirst, type Allocation, type AgentNeed } from '@orderline/domain/dialing'
import type { Campaign } from './directory-repository.ts'
import type { Candidate, Stock } from './hopper.ts'
import {
  agentsFreeSoon,
  agentsServing,
  callersWithoutAgent,
  claimsOf,
  freeAgents,
  placedWithoutAgent,
  stageOf,
  type Moment,
} from './moment.ts'

export type PromiseNeed = AgentNeed & { candidate: Candidate }

export type ShareQuestion = {
  moment: Moment
  stock: Stock
  /** Who is to keep a promise: a certain agent, or anyone (null). */
  keeperOf: (candidate: Candidate) => string | null
  /** Share of the dials of a campaign that a person answers, as learnt. */
  answerShareOf: (campaignId: string) => number
}

/** Shares the agents of this moment; see `allocateAgents` for who goes first. */
export function shareAgents({ moment, stock, keeperOf, answerShareOf }: ShareQuestion): Allocation<PromiseNeed> {
  const { campaigns, queues } = moment.directory
  const staffed = [...campaigns.values()].filter(({ mode }) => mode !== 'agentless')
  return allocateAgents({
    free: freeAgents(moment),
    soon: agentsFreeSoon(moment),
    callers: callersWithoutAgent(moment),
    placed: placedWithoutAgent(moment),
    promised: stock.promised.map((candidate) => ({
      candidate,
      requiredSkills: candidate.campaign?.requiredSkills ?? queues.get(candidate.queueId) ?? [],
      agentId: keeperOf(candidate),
    })),
    campaigns: staffed.map((campaign) => ({
      campaignId: campaign.id,
      requiredSkills: campaign.requiredSkills,
      priority: campaign.priority,
      reservedShare: campaign.settings.pacing.reservedShare,
      serving: agentsServing(campaign, moment),
      committed: committedAgents(campaign, moment, answerShareOf(campaign.id)),
      wanted: stock.ofCampaign.get(campaign.id)?.length ?? 0,
    })),
  })
}

/** Agents that a campaign needs for customers who answered, and will most likely need for those who will. */
function committedAgents(campaign: Campaign, moment: Moment, answerShare: number): number {
  const lines = claimsOf(campaign, moment).filter(({ mode }) => !reservesAgentFirst(mode) && mode !== 'agentless')
  const stages = lines.map((line) => stageOf(line, moment))
  const ringing = stages.filter((stage) => stage === 'placed' || stage === 'ringing').length
  return stages.filter((stage) => stage === 'waiting').length + Math.ceil(ringing * answerShare)
}
