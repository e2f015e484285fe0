import type { EpochMs } from '@orderline/domain/contract'
import { customerTimeZone, type CallingHours } from '@orderline/domain/dialing'
import { missedCallDueAt } from '@orderline/domain/missed-calls'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { MissedCall } from './missed-calls-repository.ts'

export type MissedCallDueDeps = {
  config: Pick<ConfigCache, 'client'>
  /** When customers may be called. */
  hours: CallingHours
  /** The time that the house gives itself. */
  withinMinutes: number
}

export type MissedCallDue = (call: Pick<MissedCall, 'clientId' | 'number' | 'since'>) => EpochMs

/** Until when a customer is to be called back, by the customer's own clock. */
export function createMissedCallDue({ config, hours, withinMinutes }: MissedCallDueDeps): MissedCallDue {
  return ({ clientId, number, since }) => {
    const shopZone = config.client(clientId)?.timeZone ?? 'UTC'
    const timeZone = number === null ? shopZone : customerTimeZone(number, shopZone)
    return missedCallDueAt(since, { timeZone, hours, withinMs: withinMinutes * 60_000 })
  }
}
