import { reservesAgentFirst, type Share } from '@orderline/domain/dialing'
import type { InFlight } from '@orderline/domain/contract'
import type { PacingDecision, PacingSettings } from '@orderline/domain/pacing'
import type { Campaign } from './directory-repository.ts'
import type { Candidate } from './hopper.ts'
import { toRingingLine, type BookedLine } from './line-book.ts'
import type { LedgerWindows } from './ledger-repository.ts'
import { claimsOf, stageOf, toBusyAgent, type Moment } from './moment.ts'
import type { PacingDesk } from './pacing-desk.ts'

export type CampaignLook = {
  campaign: Campaign
  moment: Moment
  candidates: readonly Candidate[]
  share: Share
  desk: PacingDesk
  ledger: LedgerWindows
  /** By attempt. */
  lines: ReadonlyMap<string, BookedLine>
  /** Lines that the trunk has room for. */
  room: number
}

/** Whom to dial now for a campaign, and why not more. The decision is that of pacing, where there is one. */
export type CampaignPlan = {
  dial: Candidate[]
  /** Lines that ring while nobody could talk to who answers. */
  giveUp: InFlight[]
  because: string[]
  decision: PacingDecision | null
}

const patienceSeconds = 2

/** How many lines a campaign opens at this moment, each mode by its own rule, all within the limits of the campaign. */
export function planCampaign(look: CampaignLook): CampaignPlan {
  const { campaign, candidates, room } = look
  if (campaign.mode === 'agentless') {
    const dial = candidates.slice(0, Math.min(room, ownRoom(look)))
    return { dial, giveUp: [], because: explain(look), decision: null }
  }
  if (campaign.mode === 'predictive') return planPredictive(look)
  // What is learnt while a campaign dials one to one serves it when it is switched.
  const decision = pace({ ...look, candidates: [] }, look.share.free.length)
  const lines = Math.min(look.share.free.length, room, ownRoom(look))
  return { dial: candidates.slice(0, lines), giveUp: [], because: explain(look), decision }
}

/** Held numbers and retries after an abandoned call take an agent each; with the agents that are left pacing decides. */
function planPredictive(look: CampaignLook): CampaignPlan {
  const { candidates, share, room } = look
  const most = Math.min(room, ownRoom(look))
  const waiting = countWaiting(look)
  const oneToOne = candidates
    .filter(({ mode }) => reservesAgentFirst(mode))
    .slice(0, Math.max(0, Math.min(share.free.length - waiting, most)))
  const ahead = candidates.filter(({ mode }) => !reservesAgentFirst(mode))
  const decision = pace({ ...look, candidates: ahead }, share.free.length - oneToOne.length)
  const dial = [...oneToOne, ...ahead.slice(0, Math.min(decision.lines, most - oneToOne.length))]
  const lines = ringingLines(look)
  const giveUp = decision.giveUp.flatMap((place) => lines[place] ?? [])
  return { dial, giveUp, because: decision.because, decision }
}

function pace(look: CampaignLook, free: number): PacingDecision {
  const { campaign, moment, share, desk, ledger, candidates } = look
  const soon = new Set(share.soon)
  const chances = candidates.flatMap(({ traits }) => desk.answerChance(traits) ?? [])
  return desk.decide({
    now: moment.now,
    freeAgents: free,
    waiting: countWaiting(look),
    busy: moment.agents.filter(({ id }) => soon.has(id)).map((agent) => toBusyAgent(agent, moment)),
    lines: ringingLines(look).map((claim) => toRingingLine(look.lines.get(claim.attemptId) ?? claim)),
    ledger,
    due: candidates.length,
    ...(chances.length > 0 && { candidates: chances }),
    settings: settingsOf(campaign),
  })
}

function settingsOf({ settings: { pacing } }: Campaign): PacingSettings {
  return {
    target: pacing.targetAbandonedRate,
    cap: pacing.capAbandonedRate,
    patienceSeconds,
    maxLines: pacing.maxLines,
    callsPerSecond: pacing.maxCallsPerSecond,
  }
}

/** Lines of the campaign's own mode that nobody has answered; a preview is none before its agent starts it. */
function ringingLines({ campaign, moment }: CampaignLook): InFlight[] {
  return claimsOf(campaign, moment).filter((claim) => {
    const stage = stageOf(claim, moment)
    return claim.mode === campaign.mode && claim.mode !== 'preview' && (stage === 'placed' || stage === 'ringing')
  })
}

function countWaiting({ campaign, moment }: CampaignLook): number {
  return claimsOf(campaign, moment).filter((claim) => stageOf(claim, moment) === 'waiting').length
}

/** What the campaign's own limits leave: lines at once, and lines a second. */
function ownRoom({ campaign, moment, desk }: CampaignLook): number {
  const { maxLines, maxCallsPerSecond } = campaign.settings.pacing
  const open = claimsOf(campaign, moment).filter((claim) => stageOf(claim, moment) !== 'taken').length
  return Math.max(0, Math.min(maxLines - open, maxCallsPerSecond - desk.openedSince(moment.now - 1_000)))
}

function explain({ campaign, candidates, share, room }: CampaignLook): string[] {
  if (candidates.length === 0) return ['nothing is due']
  if (room === 0) return ['the trunk has no room for another line']
  if (campaign.mode === 'agentless') return ['needs no agent: as many lines as its limits allow']
  if (share.free.length === 0) return ['no free agent is left for this campaign']
  return [`one line for each of ${share.free.length} free ${share.free.length === 1 ? 'agent' : 'agents'}`]
}
