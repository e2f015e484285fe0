import type { MissedCallView } from '@orderline/domain/contract'

/** Where somebody is led to a missed call, and can call back. */
export const pathOfMissed = (callId: string): string => `/missed-calls?call=${callId}`

/** Whether a line stands for this call: for itself, or as one of several of the same number. */
export function isOfCase({ callId, caseId }: Pick<MissedCallView, 'callId' | 'caseId'>, id: string): boolean {
  return callId === id || caseId === id
}
