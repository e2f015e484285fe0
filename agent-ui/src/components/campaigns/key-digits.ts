import type { CampaignInput } from '@orderline/domain/contract'

export type KeyDigit = keyof NonNullable<CampaignInput['agentless']>['keys']

/** In the order of a telephone's keys. */
export const keyDigits: KeyDigit[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0']
