import { abandonedRate, type CampaignHistoryPoint, type CampaignLive } from '@orderline/domain/contract'
import type { Campaign } from './directory-repository.ts'
import type { LedgerWindows } from './ledger-repository.ts'
import { agentsAtWork, claimsOf, freeAgents, isBusy, stageOf, type Moment } from './moment.ts'
import type { CampaignPlan } from './plan-campaign.ts'

export type CampaignFacts = {
  campaign: Campaign
  moment: Moment
  plan: CampaignPlan
  opened: number
  ledger: LedgerWindows
  /** 0 to 1. */
  utilisation: number | null
}

/** What a supervisor sees of a campaign each second. */
export function describeCampaign({ campaign, moment, plan, opened, ledger, utilisation }: CampaignFacts): CampaignLive {
  const stages = claimsOf(campaign, moment).map((claim) => stageOf(claim, moment))
  const count = (...wanted: string[]) => stages.filter((stage) => wanted.includes(stage)).length
  const atWork = agentsAtWork(campaign, moment)
  const free = new Set(freeAgents(moment))
  const figures = plan.decision?.figures
  return {
    campaignId: campaign.id,
    at: moment.now,
    ringing: count('placed', 'ringing'),
    waiting: count('waiting'),
    talking: countTalks(campaign, moment),
    wrapUp: atWork.filter((agent) => agent.state === 'wrap-up' && isOfCampaign(agent.callId, campaign, moment)).length,
    agents: atWork.length,
    free: atWork.filter((agent) => free.has(agent)).length,
    opened,
    because: plan.because.slice(0, 20),
    answerRate: figures?.answerShare ?? null,
    answerSeconds: figures?.meanSecondsToAnswer ?? null,
    talkSeconds: figures?.meanTalkSeconds ?? null,
    wrapUpSeconds: figures?.meanWrapUpSeconds ?? null,
    abandoned24h: ledger.day,
    abandoned30d: ledger.month,
    utilisation,
  }
}

/** The same for the plot of the day. */
export function historyPoint(live: CampaignLive): CampaignHistoryPoint {
  const { at, ringing, waiting, talking, wrapUp, free, utilisation, abandoned24h } = live
  return { at, ringing, waiting, talking, wrapUp, free, utilisation, abandonedRate: abandonedRate(abandoned24h) }
}

/** Agents at work for a campaign, and how many of them talk or write up, on whatever. */
export function countWork(campaign: Campaign, moment: Moment): { onShift: number; busy: number } {
  const atWork = agentsAtWork(campaign, moment)
  return { onShift: atWork.length, busy: atWork.filter(isBusy).length }
}

function countTalks(campaign: Campaign, { calls }: Moment): number {
  return [...calls.values()].filter(({ state, campaignId }) => state === 'talking' && campaignId === campaign.id).length
}

function isOfCampaign(callId: string, { id }: Campaign, { calls }: Moment): boolean {
  return calls.get(callId)?.campaignId === id
}
