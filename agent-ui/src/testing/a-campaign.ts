import type { CampaignLive, CampaignProgress } from '@orderline/domain/contract'

const at = Date.UTC(2026, 4, 12, 9, 30)

/** What the dialer says of a campaign with ten agents; what is not given is a plausible moment. */
export function aLive(parts: Partial<CampaignLive> = {}): CampaignLive {
  return {
    campaignId: 'campaign-1',
    at,
    ringing: 7,
    waiting: 0,
    talking: 6,
    wrapUp: 1,
    agents: 10,
    free: 3,
    opened: 2,
    because: [],
    answerRate: 0.3,
    answerSeconds: 13,
    talkSeconds: 95,
    wrapUpSeconds: 10,
    abandoned24h: { abandoned: 2, connected: 98 },
    abandoned30d: { abandoned: 20, connected: 980 },
    utilisation: 0.86,
    ...parts,
  }
}

export function aProgress(parts: Partial<CampaignProgress> = {}): CampaignProgress {
  return {
    campaignId: 'campaign-1',
    status: 'running',
    at,
    left: 70,
    inFlight: 10,
    done: 20,
    outcomes: {},
    dials: 100,
    contacts: 30,
    live: aLive(),
    endsAt: null,
    ...parts,
  }
}
