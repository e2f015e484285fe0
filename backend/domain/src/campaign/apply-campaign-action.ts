import type { CampaignAction, CampaignStatus } from '../contract/index.ts'

/**
 *   draft ──start──▶ running ◀──resume── paused
 *                    │  │ └────pause──────▲
 *                    │  └──drain──▶ draining ──resume──▶ running
 *                    └──stop (any that is not over)──▶ stopped
 *
 * Finished comes by itself: the end has come, or the list is done.
 */
const nextOf: Record<CampaignStatus, Partial<Record<CampaignAction, CampaignStatus>>> = {
  draft: { start: 'running', stop: 'stopped' },
  running: { pause: 'paused', drain: 'draining', stop: 'stopped' },
  paused: { start: 'running', resume: 'running', drain: 'draining', stop: 'stopped' },
  draining: { pause: 'paused', start: 'running', resume: 'running', stop: 'stopped' },
  stopped: {},
  finished: { start: 'running' },
}

/** The status after an action; undefined when it is not possible in this one. */
export function applyCampaignAction(status: CampaignStatus, action: CampaignAction): CampaignStatus | undefined {
  return nextOf[status][action]
}
