import type { InFlight } from '@orderline/domain/contract'
import { callbackAgent, type Share } from '@orderline/domain/dialing'
import type { DialOrders } from './dial-orders.ts'
import type { Campaign } from './directory-repository.ts'
import type { Candidate, Stock } from './hopper.ts'
import type { Forecast } from './line-book.ts'
import type { MemoryParts } from './memory.ts'
import type { Moment } from './moment.ts'
import type { PacingDesk } from './pacing-desk.ts'
import type { PlaceLine } from './place-line.ts'
import { planCampaign, type CampaignPlan } from './plan-campaign.ts'
import { shareAgents } from './share-agents.ts'

export type DialCampaignsDeps = MemoryParts & { placeLine: PlaceLine; dialOrders: Pick<DialOrders, 'giveUp'> }

/** What was decided for a campaign, and how many lines were opened. */
export type Dialed = { campaign: Campaign; plan: CampaignPlan; opened: number }
export type DialedRound = { campaigns: Dialed[]; placed: number }

const noShare: Share = { free: [], soon: [] }
/** Of dials that a person answers, before anything was learnt. */
const likelyAnswerShare = 0.5

/** Shares the agents, lets each campaign decide on its lines, and places them: promises first, then by priority. */
export function createDialCampaigns({ desks, ledgers, book, trunk, placeLine, dialOrders }: DialCampaignsDeps) {
  async function placeAll(candidates: readonly Candidate[], because: string, moment: Moment): Promise<number> {
    let placed = 0
    for (const candidate of candidates) {
      const agentId = keeperOf(candidate, moment)
      const desk = desks.get(candidate.campaign?.id ?? '')?.pacing
      const forecast = forecastOf(candidate, desk)
      const line = { candidate, agentId, directory: moment.directory }
      const claim = await placeLine({ ...line, because: [because, ...sentenceOf(forecast)].join('; ') })
      if (!claim) continue
      placed += 1
      book.update([claim], claim.placedAt)
      book.noteForecast(claim.attemptId, forecast)
      trunk.notePlaced(claim.placedAt)
      desk?.noteOpened(claim.placedAt)
    }
    return placed
  }

  async function giveUpAll(lines: readonly InFlight[]): Promise<void> {
    for (const { attemptId } of lines) {
      book.noteGivenUp(attemptId)
      await dialOrders.giveUp(attemptId)
    }
  }

  return async (moment: Moment, campaigns: readonly Campaign[], stock: Stock): Promise<DialedRound> => {
    const { promised, campaigns: shares } = shareAgents({
      moment,
      stock,
      keeperOf: (candidate) => keeperOf(candidate, moment),
      answerShareOf: (id) => desks.get(id)?.pacing.answerShare() ?? likelyAnswerShare,
    })
    const kept = promised.map(({ candidate }) => candidate).slice(0, trunk.room(moment, 0))
    let placed = await placeAll(kept, 'promised for this time', moment)
    const dialed: Dialed[] = []
    for (const campaign of campaigns) {
      const desk = desks.get(campaign.id)
      if (!desk) continue
      const plan = planCampaign({
        campaign,
        moment,
        candidates: stock.ofCampaign.get(campaign.id) ?? [],
        share: shares.get(campaign.id) ?? noShare,
        desk: desk.pacing,
        ledger: ledgers.of(campaign.id),
        lines: book.lines,
        room: trunk.room(moment, placed),
      })
      const opened = await placeAll(plan.dial, plan.because[0] ?? '', moment)
      placed += opened
      await giveUpAll(plan.giveUp)
      dialed.push({ campaign, plan, opened })
    }
    return { campaigns: dialed, placed }
  }
}

function forecastOf({ traits }: Candidate, desk: PacingDesk | undefined): Forecast {
  const answerProbability = desk?.answerChance(traits)
  return { traits, ...(answerProbability !== undefined && { answerProbability }) }
}

function sentenceOf({ traits, answerProbability }: Forecast): string[] {
  if (answerProbability === undefined) return []
  return [`answered with a chance of ${(100 * answerProbability).toFixed(0)} % (${traits.join(', ')})`]
}

/** The agent who promised this call, or null: anyone who fits. */
function keeperOf({ due }: Candidate, { agents, now }: Moment): string | null {
  if (due.promisedAt === null) return null
  return callbackAgent({
    agentId: due.promisedAgentId,
    promisedAt: due.promisedAt,
    isOnShift: agents.some(({ id, state }) => id === due.promisedAgentId && state !== 'offline'),
    now,
  })
}
