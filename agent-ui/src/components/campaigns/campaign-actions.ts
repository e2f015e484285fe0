import type { CampaignAction, CampaignStatus } from '@orderline/domain/contract'

const actions: Record<CampaignStatus, CampaignAction[]> = {
  draft: ['start'],
  running: ['pause', 'drain', 'stop'],
  paused: ['resume', 'drain', 'stop'],
  draining: ['pause', 'resume', 'stop'],
  stopped: [],
  finished: ['start'],
}

/** What may be done with a campaign now, the most likely first. */
export function actionsOf(status: CampaignStatus): CampaignAction[] {
  return actions[status]
}

/** A campaign that was stopped can be looked at only; one whose list is done may get another list. */
export function isOver(status: CampaignStatus): boolean {
  return status === 'stopped'
}

/** What changes much for people is asked about first; a start and a pause are taken back as fast as they are made. */
export function isAsked(action: CampaignAction): boolean {
  return action === 'start' || action === 'drain' || action === 'stop'
}
