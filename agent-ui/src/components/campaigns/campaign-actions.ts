import type { CampaignAction, CampaignStatus } from '@orderline/domain/contract'

const actions: Record<CampaignStatus, CampaignAction[]> = {
  draft: ['start'],
  running: ['pause', 'drain', 'stop'],
  paused: ['resume', 'stop'],
  draining: ['pause', 'resume', 'stop'],
  stopped: [],
  finished: [],
}

/** What may be done with a campaign now, the most likely first. */
export function actionsOf(status: CampaignStatus): CampaignAction[] {
  return actions[status]
}

/** A campaign that is over can be looked at only. */
export function isOver(status: CampaignStatus): boolean {
  return status === 'stopped' || status === 'finished'
}

/** What changes much for people is asked about first; a start and a pause are taken back as fast as they are made. */
export function isAsked(action: CampaignAction): boolean {
  return action === 'start' || action === 'drain' || action === 'stop'
}
