import { reservesAgentFirst } from '@orderline/domain/dialing'
import type { Campaign } from './directory-repository.ts'
import type { HopperQuestion } from './hopper.ts'
import { agentsAtWork, freeAgents, type Moment } from './moment.ts'

/** Looked at for each free agent: some may not be dialled now. Of those who are out of hours the backend puts off all alike. */
const lookAhead = 3
const fewMore = 20
const mostAtOnce = 500

/** How many of each campaign are worth a look: what agents, or the limits of the campaign, could use at most. */
export function askHopper(moment: Moment, campaigns: readonly Campaign[]): HopperQuestion {
  const { directory, now, agents, claims, calls } = moment
  const free = freeAgents(moment)
  return {
    directory,
    now,
    wanted: new Map(campaigns.map((campaign) => [campaign, Math.min(mostAtOnce, wantedOf(campaign, moment))])),
    promises: {
      // Skills differ: who is overdue longest may not be for those who are free.
      limit: free.length === 0 ? 0 : Math.min(mostAtOnce, free.length * lookAhead + fewMore),
      freeAgents: free.map(({ id }) => id),
      agentsOnShift: agents.filter(({ state }) => state !== 'offline').map(({ id }) => id),
    },
    underWay: {
      ids: new Map([...claims].map(([id, { campaignId }]) => [id, campaignId])),
      numbers: new Set([
        ...[...claims.values()].map(({ number }) => number),
        ...[...calls.values()].flatMap(({ state, customerNumber }) =>
          state === 'ended' || customerNumber === null ? [] : [customerNumber],
        ),
      ]),
    },
  }
}

function wantedOf(campaign: Campaign, moment: Moment): number {
  if (campaign.mode === 'agentless') return campaign.settings.pacing.maxCallsPerSecond * lookAhead
  const atWork = agentsAtWork(campaign, moment)
  // Who is talking may be back by the time of the answer: so many lines at most are opened at one look.
  if (!reservesAgentFirst(campaign.mode)) return atWork.length === 0 ? 0 : atWork.length + fewMore
  const free = new Set(freeAgents(moment))
  return atWork.filter((agent) => free.has(agent)).length * lookAhead
}
